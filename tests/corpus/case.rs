//! One case of the corpus: read from its file, and compared with what came out. Shared by the native
//! runner and the one on wasm32.

use serde::Deserialize;
use serde_json::{Map, Value, value::RawValue};
use sphinx_case::{Options, Path};

/// What is checked.
#[allow(dead_code)] // only JavaScript runtimes evaluate expressions
pub enum Input {
    /// JSON text, exact.
    Text(Vec<u8>),
    /// A JavaScript expression.
    JavaScript(String),
    /// Nothing: the case is broken.
    None,
}

/// A case.
pub struct Case {
    pub name: String,
    pub input: Input,
    pub options: Option<String>,
    pub issues: Vec<Expected>,
    pub payload: Option<String>,
    pub defaulted: Option<Vec<String>>,
}

/// An issue that must come. What is left out is not compared.
#[derive(Deserialize, Debug)]
#[serde(deny_unknown_fields)]
pub struct Expected {
    pub code: String,
    path: Vec<Value>,
    severity: Option<String>,
    params: Option<Map<String, Value>>,
    related: Option<Value>,
    span: Option<Value>,
}

#[derive(Deserialize)]
struct File {
    cases: Vec<Written>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    name: String,
    #[serde(default, deserialize_with = "given")]
    value: Option<Box<RawValue>>,
    text: Option<String>,
    bytes: Option<String>,
    js: Option<String>,
    options: Option<Box<RawValue>>,
    issues: Vec<Expected>,
    payload: Option<String>,
    defaulted: Option<Vec<String>>,
}

/// A `value` of null is a value.
fn given<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<Option<Box<RawValue>>, D::Error> {
    Box::<RawValue>::deserialize(deserializer).map(Some)
}

/// Reads the cases of a file.
pub fn read(text: &str) -> Vec<Case> {
    let file: File = serde_json::from_str(text).expect("a corpus file");
    file.cases.into_iter().map(Case::from).collect()
}

impl From<Written> for Case {
    fn from(case: Written) -> Self {
        let input = match (case.value, case.text, case.bytes, case.js) {
            (Some(value), None, None, None) => Input::Text(value.get().as_bytes().to_vec()),
            (None, Some(text), None, None) => Input::Text(text.into_bytes()),
            (None, None, Some(hex), None) => Input::Text(from_hex(&hex)),
            (None, None, None, Some(expression)) => Input::JavaScript(expression),
            _ => Input::None,
        };
        let options = case.options.map(|options| options.get().to_owned());
        Self {
            name: case.name,
            input,
            options,
            issues: case.issues,
            payload: case.payload,
            defaulted: case.defaulted,
        }
    }
}

fn from_hex(hex: &str) -> Vec<u8> {
    let digits: Vec<u8> = hex
        .chars()
        .filter_map(|digit| digit.to_digit(16))
        .map(|digit| digit as u8)
        .collect();
    digits.chunks(2).map(|pair| pair[0] << 4 | pair[1]).collect()
}

impl Case {
    /// The input as bytes, unless it is JavaScript.
    pub fn bytes(&self) -> Option<Vec<u8>> {
        match &self.input {
            Input::Text(bytes) => Some(bytes.clone()),
            Input::JavaScript(_) | Input::None => None,
        }
    }

    /// The options of the case.
    #[allow(dead_code)] // the runner on wasm32 hands them over as text
    pub fn options(&self) -> Options {
        self.options.as_deref().map_or_else(Options::default, |text| {
            Options::from_json(text).expect("options that make sense")
        })
    }

    /// What differs from what the case says, if anything does. Issues come as JSON text.
    pub fn difference(&self, issues: &str, payload: Option<&str>, defaulted: &[impl AsRef<str>]) -> Option<String> {
        let came: Vec<Value> = serde_json::from_str(issues).expect("issues as JSON");
        let show = |came: &[Value]| came.iter().map(|issue| format!("\n    {issue}")).collect::<String>();
        if came.len() != self.issues.len() {
            return Some(format!(
                "{} issues expected, {} came:{}",
                self.issues.len(),
                came.len(),
                show(&came)
            ));
        }
        for (index, (expected, came)) in self.issues.iter().zip(&came).enumerate() {
            if let Some(member) = expected.differs(came) {
                return Some(format!(
                    "issue {index} differs in {member}: expected {expected:?}, came {came}"
                ));
            }
        }
        if payload != self.payload.as_deref() {
            return Some(format!(
                "payload:\n    expected {:?}\n    came     {payload:?}",
                self.payload
            ));
        }
        if let Some(expected) = &self.defaulted
            && !expected
                .iter()
                .map(String::as_str)
                .eq(defaulted.iter().map(AsRef::as_ref))
        {
            return Some(format!("defaulted: expected {expected:?}"));
        }
        None
    }
}

impl Expected {
    fn differs(&self, came: &Value) -> Option<&'static str> {
        let code = sphinx_case::Code::ALL.iter().find(|code| code.as_str() == self.code);
        let severity = self.severity.as_deref().or(code.map(|code| code.severity().as_str()));
        if came["code"] != self.code.as_str() {
            return Some("code");
        }
        if came["path"] != Value::Array(self.path.clone()) {
            return Some("path");
        }
        if came["severity"].as_str() != severity {
            return Some("severity");
        }
        if self
            .params
            .as_ref()
            .is_some_and(|params| came["params"] != Value::Object(params.clone()))
        {
            return Some("params");
        }
        if self.related.as_ref().is_some_and(|related| came["related"] != *related) {
            return Some("related");
        }
        if self.span.as_ref().is_some_and(|span| came["span"] != *span) {
            return Some("span");
        }
        let path: Path = came["path"].to_string().parse().expect("a path");
        if came["source"] != "core" {
            return Some("source");
        }
        // The boundary to JavaScript leaves out what follows from the rest.
        if cfg!(target_arch = "wasm32") {
            let left_out = ["pointer", "name", "message"];
            return left_out.into_iter().find(|name| came.get(*name).is_some());
        }
        // The three spellings of a path are one path.
        if came["pointer"] != path.pointer() || came["name"] != path.name() {
            return Some("pointer or name");
        }
        came["message"].as_str().is_none_or(str::is_empty).then_some("message")
    }
}
