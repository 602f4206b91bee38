//! What this library accepts, the server accepts: as the text that came in, and as the body that is sent.

use std::thread;
use std::time::Instant;

use serde_json::Value;
use sphinx_case::{Issue, map_server_errors, read_json};

use crate::bodies;
use crate::running::{Answer, VERSIONS, ask, is_wanted, tell};

#[test]
fn spike() {
    if !is_wanted("spike") { return; }
    let started = Instant::now();
    let bodies = bodies::all();
    tell(&format!("{} bodies {:?}", bodies.len(), started.elapsed()));
    let ours: Vec<_> = bodies.iter().map(|body| read_json(body).build()).collect();
    tell(&format!("ours {:?}", started.elapsed()));
    let mut asked: Vec<&[u8]> = bodies.iter().map(Vec::as_slice).collect();
    asked.extend(ours.iter().filter_map(|p| p.as_ref().ok().map(|p| p.body().as_bytes())));
    let answers = thread::scope(|scope| {
        let threads: Vec<_> = VERSIONS.map(|version| { let asked = &asked; scope.spawn(move || ask(version, asked)) }).into_iter().collect();
        threads.into_iter().map(|t| t.join().unwrap()).collect::<Vec<_>>()
    });
    tell(&format!("asked {} {:?}", asked.len(), started.elapsed()));
    let mut n = bodies.len();
    use std::collections::BTreeMap;
    let mut out: BTreeMap<String, (usize, Vec<String>)> = BTreeMap::new();
    let mut add = |k: String, b: &[u8]| { let e = out.entry(k).or_default(); e.0 += 1; if e.1.len() < 60 { e.1.push(String::from_utf8_lossy(b).chars().take(240).collect()); } };
    for (i, our) in ours.iter().enumerate() {
        let raw = &answers[1][i];
        if (raw == &Answer::Accepted) != (answers[0][i] == Answer::Accepted) { add("VERSIONS".into(), &bodies[i]); }
        match our {
            Ok(p) => {
                let sent = &answers[1][n]; n += 1;
                for (kind, a, b) in [("RAW", raw, &bodies[i][..]), ("SENT", sent, p.body().as_bytes())] {
                    match a {
                        Answer::Accepted => add(format!("both {kind}"), b""),
                        Answer::Crashed(e) => add(format!("{kind} CRASH {e}"), b),
                        Answer::Refused(v) => { for is in map_server_errors(400, &v.to_string()).iter() { add(format!("{kind} {} {}", is.path.name().replace(char::is_numeric, ""), is.message().replace(char::is_numeric, "")), b); } }
                    }
                }
            }
            Err(issues) => match raw {
                Answer::Accepted => { for is in issues.iter().filter(|i| i.is_error()) { add(format!("STRICT {} {}", is.code().as_str(), is.path.name().replace(char::is_numeric, "")), &bodies[i]); } }
                Answer::Crashed(e) => add(format!("BOTHREFUSE CRASH {}", e.chars().take(60).collect::<String>()), &bodies[i]),
                _ => add("both refuse".into(), b""),
            },
        }
    }
    let mut s = String::new();
    for (k, (c, b)) in out { s.push_str(&format!("## {c} {k}\n")); for x in b { if !x.is_empty() { s.push_str(&format!("     {x}\n")); } } }
    std::fs::write("/tmp/spike.txt", s).unwrap();
    let _: Option<(Issue, Value)> = None;
}
