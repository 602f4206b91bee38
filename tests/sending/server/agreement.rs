//! What this library accepts, the server accepts: as the text that came in, and as the body that is sent for it.

use std::collections::BTreeMap;
use std::thread;
use std::time::Instant;

use serde::Deserialize;
use serde_json::Value;
use sphinx_case::{Code, Issue, Issues, Options, Payload, Revision, map_server_errors, read_json_with};

use crate::server::bodies::ALL;
use crate::server::differences::{LOOSER, Refusal, STRICTER};
use crate::server::requests::WRITER;
use crate::server::running::{Answer, Server, VERSIONS, ask, is_wanted, tell};

/// What both sides said of the bodies.
struct Judged {
    bodies: Vec<&'static [u8]>,
    ours: Vec<Result<Payload, Issues>>,
    /// Of each version: first on the bodies, then on what is sent for those that are accepted here.
    theirs: Vec<Vec<Answer>>,
}

fn judge(bodies: Vec<&'static [u8]>) -> Judged {
    let newest = Options::default().with_revision(Revision::LATEST);
    let ours: Vec<_> = bodies
        .iter()
        .map(|body| read_json_with(*body, &newest).build())
        .collect();
    let sent = ours.iter().flatten().map(|payload| payload.body().as_bytes());
    let asked: Vec<&[u8]> = bodies.iter().copied().chain(sent).collect();
    let theirs = thread::scope(|scope| {
        let asked = &asked;
        let versions = VERSIONS.map(|version| scope.spawn(move || ask(version, asked)));
        versions.map(|version| version.join().expect("answers")).into()
    });
    Judged { bodies, ours, theirs }
}

#[test]
fn what_is_accepted_here_is_accepted_there() {
    if !is_wanted("what_is_accepted_here_is_accepted_there") {
        return;
    }
    let started = Instant::now();
    let judged = judge(ALL.iter().map(Vec::as_slice).collect());
    let mut figures = Figures::default();
    for (version, answers) in VERSIONS.iter().zip(&judged.theirs) {
        let (raw, mut sent) = (&answers[..judged.bodies.len()], answers[judged.bodies.len()..].iter());
        figures = Figures::default();
        for ((body, ours), raw) in judged.bodies.iter().zip(&judged.ours).zip(raw) {
            match ours {
                Ok(payload) => {
                    figures.compare(body, raw, true);
                    figures.compare(payload.body().as_bytes(), sent.next().expect("an answer"), false);
                }
                Err(issues) if *raw == Answer::Accepted => figures.stricter(body, issues),
                Err(_) => figures.refused_by_both += 1,
            }
        }
        figures.show(version, judged.bodies.len());
    }
    figures.show_differences();
    tell(&format!("  {:.1} s", started.elapsed().as_secs_f32()));
    let both = judged.theirs[0].iter().zip(&judged.theirs[1]);
    let differ = both.filter(|(one, other)| (**one == Answer::Accepted) != (**other == Answer::Accepted));
    assert_eq!(differ.count(), 0, "the versions agree on what they accept");

    assert!(judged.bodies.len() >= 20_000 && figures.sent_and_accepted >= 4_000);
    let unused = STRICTER
        .iter()
        .filter(|entry| !figures.stricter.contains_key(entry.code.as_str()));
    assert_eq!(
        unused.map(|entry| entry.code.as_str()).collect::<Vec<_>>(),
        [""; 0],
        "not needed"
    );
    let unused = LOOSER.iter().filter(|entry| !figures.looser.contains_key(entry.name));
    assert_eq!(
        unused.map(|entry| entry.name).collect::<Vec<_>>(),
        [""; 0],
        "not needed"
    );
}

#[derive(Default)]
struct Figures {
    accepted_as_given: usize,
    sent_and_accepted: usize,
    refused_by_both: usize,
    /// How often each entry was needed.
    stricter: BTreeMap<&'static str, usize>,
    looser: BTreeMap<&'static str, usize>,
}

impl Figures {
    /// Takes a body that is accepted here: refused there, it must be so for a reason that is known.
    fn compare(&mut self, body: &[u8], answer: &Answer, as_given: bool) {
        let shown = String::from_utf8_lossy(body);
        let errors = match answer {
            Answer::Accepted if as_given => return self.accepted_as_given += 1,
            Answer::Accepted => return self.sent_and_accepted += 1,
            Answer::Refused(errors) => errors.to_string(),
            Answer::Crashed(exception) => panic!("accepted here, and there {exception}: {shown}"),
        };
        let url = serde_json::from_slice::<Sent>(body)
            .ok()
            .and_then(|sent| sent.webhook_url);
        for issue in map_server_errors(400, &errors).iter() {
            let refusal = Refusal {
                place: &issue.path.name(),
                said: &issue.message(),
                body,
                url: url.as_deref(),
            };
            let entry = LOOSER
                .iter()
                .find(|entry| (as_given || !entry.only_as_given) && (entry.holds)(&refusal))
                .unwrap_or_else(|| panic!("accepted here, and there {errors}: {shown}"));
            // As given it is counted only if it is accepted as it is sent.
            if as_given == entry.only_as_given {
                *self.looser.entry(entry.name).or_default() += 1;
            }
        }
    }

    /// Takes a body that is accepted there only: each of our errors must have a reason.
    fn stricter(&mut self, body: &[u8], issues: &Issues) {
        let errors: Vec<&Issue> = issues.iter().filter(|issue| issue.is_error()).collect();
        // What is said of a value that Python never looks at needs no other reason.
        let is_twice = |issue: &&&Issue| issue.code() == Code::DuplicateKey;
        if errors.iter().any(|issue| is_twice(&issue)) {
            *self.stricter.entry(Code::DuplicateKey.as_str()).or_default() += 1;
            return;
        }
        let read: Option<Value> = serde_json::from_slice(body).ok();
        for issue in errors {
            let value = read.as_ref().and_then(|read| read.pointer(&issue.path.pointer()));
            let entry = STRICTER
                .iter()
                .find(|entry| entry.code == issue.code() && (entry.holds)(issue, value));
            let entry = entry.unwrap_or_else(|| panic!("only here: {issue}: {}", String::from_utf8_lossy(body)));
            *self.stricter.entry(entry.code.as_str()).or_default() += 1;
        }
    }

    fn show(&self, version: &str, bodies: usize) {
        tell(&format!(
            "agreement with Django REST Framework {version}: {bodies} bodies, {} accepted by both ({} as given), {} refused by both",
            self.sent_and_accepted, self.accepted_as_given, self.refused_by_both
        ));
    }

    /// The same for both versions, which agree.
    fn show_differences(&self) {
        for entry in STRICTER {
            let count = self.stricter.get(entry.code.as_str()).copied().unwrap_or_default();
            tell(&format!(
                "  {count:>5} only here refused: {}: {}",
                entry.code.as_str(),
                entry.reason
            ));
        }
        for entry in LOOSER {
            let count = self.looser.get(entry.name).copied().unwrap_or_default();
            let given = if entry.only_as_given { ", as given" } else { "" };
            tell(&format!(
                "  {count:>5} only there refused{given}: {}: {}",
                entry.name, entry.reason
            ));
        }
    }
}

#[derive(Deserialize)]
struct Sent {
    webhook_url: Option<String>,
}

/// A few hundred of the bodies, and what is sent for them, the whole way: HTTP says what the serializer alone says.
#[test]
fn over_http_it_is_the_same() {
    if !is_wanted("over_http_it_is_the_same") {
        return;
    }
    let few = ALL
        .iter()
        .map(Vec::as_slice)
        .step_by(61)
        .filter(|body| body.len() < 10_000)
        .collect();
    let judged = judge(few);
    for (version, answers) in VERSIONS.iter().zip(&judged.theirs) {
        let server = Server::start(version);
        let token = server.token(WRITER);
        let send = |body: &[u8], answer: &Answer| {
            let response = server.create(&token, body);
            let shown = || {
                format!(
                    "{} {}: {}",
                    response.status,
                    response.body,
                    String::from_utf8_lossy(body)
                )
            };
            match answer {
                Answer::Accepted if response.status == 400 => {
                    // The serializer alone looks neither for the customer nor for cases with the same external ID, and each
                    // body is sent twice.
                    let said = [
                        r#"{"customer_id":["Invalid pk "#,
                        r#"{"external_id":["case with this external id "#,
                    ];
                    assert!(said.iter().any(|said| response.body.starts_with(said)), "{}", shown());
                }
                Answer::Accepted => {}
                Answer::Refused(errors) => {
                    assert_eq!((response.status, &response.json()), (400, errors), "{}", shown())
                }
                Answer::Crashed(_) => assert_eq!(response.status, 500, "{}", shown()),
            }
            response.status
        };
        let (raw, mut sent) = (&answers[..judged.bodies.len()], answers[judged.bodies.len()..].iter());
        for ((body, ours), raw) in judged.bodies.iter().zip(&judged.ours).zip(raw) {
            send(body, raw);
            if let Ok(payload) = ours {
                let status = send(payload.body().as_bytes(), sent.next().expect("an answer"));
                assert!(status == 201 || status == 400, "{status}: {}", payload.body());
            }
        }
        tell(&format!(
            "over HTTP to {version}: {} bodies and what is sent for them",
            judged.bodies.len()
        ));
    }
}
