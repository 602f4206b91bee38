//! From a problem to its message.

use super::Problem;
use crate::messages::{self, Language, Params};

impl Problem {
    /// Appends the message in a language.
    pub(crate) fn write_message(&self, language: Language, out: &mut String) {
        let mut params = Params::default();
        self.visit_params(&mut |name, param| {
            if param.is_present() {
                params.add(name, &mut |json| param.write_json(json));
            }
        });
        messages::render(self.code().as_str(), &params, language, out);
    }
}
