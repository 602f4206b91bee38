//! What the slow form does as a whole: begin anew, bring a draft back, take what others say, and say whether a field is right.

use super::events::{Done, Slow};
use super::slow::{CASE, Numbers, Place, Start, What};
use sphinx_case::form::Include;
use sphinx_case::{Issue, Path, Segment, Source, check};

impl Slow {
    /// Whether nothing is wrong with a field, nor would be if its groups were part of the request.
    pub fn is_right(&self, path: &Path) -> bool {
        let here = |issue: &Issue| issue.path.0.starts_with(&path.0);
        let is_alone = |issue: &Issue| !super::expect::is_between(issue);
        let alone = self.core_issues(Some(&path.0));
        let between = self.core_issues(None);
        !alone.iter().any(|issue| is_alone(issue) && here(issue))
            && !between
                .iter()
                .any(|issue| !is_alone(issue) && (issue.path == *path || issue.related.contains(path)))
    }

    /// A form can hold any request that is an object and names no key twice.
    pub fn require_request(&self, json: &str) -> Done {
        require_json(json)?;
        if !json.starts_with('{') {
            return Err("cannot hold".to_owned());
        }
        let issues = check(json, &self.options.options);
        let is_free = |issue: &Issue| issue.path.name().contains("input_details");
        match issues
            .iter()
            .find(|issue| issue.code().as_str() == "duplicate_key" && !is_free(issue))
        {
            Some(_) => Err("cannot hold".to_owned()),
            None => Ok(()),
        }
    }

    pub fn reset(&mut self, json: Option<&str>) -> Done {
        let json = json.unwrap_or(&self.start).to_owned();
        self.require_request(&json)?;
        self.root = Place::blank(*CASE, &mut self.numbers);
        self.root.take_json(&json, &mut self.numbers);
        self.root.include = Include::Always;
        self.root.each(&mut |place| place.start = place.now());
        self.start = json;
        self.submits = 0;
        Ok(())
    }

    pub fn told(&mut self, issues: &[Issue]) {
        for source in [Source::Server, Source::Async] {
            if issues.iter().any(|issue| issue.source == source) {
                self.root
                    .each(&mut |place| place.told.retain(|issue| issue.source != source));
            }
        }
        for issue in issues {
            let mut whole = issue.path.0.clone();
            if issue.source == Source::Server {
                self.follow_rows(&mut whole);
            }
            let length = (0..=whole.len())
                .rev()
                .find(|length| self.root.at(&whole[..*length]).is_some())
                .unwrap();
            let (at, after) = whole.split_at(length);
            self.root.at_mut(at).unwrap().told.push(Issue {
                path: Path(after.to_vec()),
                ..issue.clone()
            });
        }
    }

    /// Replaces the indices of sent rows by those of now, and cuts the path off before a row that is gone.
    fn follow_rows(&self, path: &mut Vec<Segment>) {
        for depth in 0..path.len() {
            let (Some(place), Segment::Index(index)) = (self.root.at(&path[..depth]), &path[depth]) else {
                continue;
            };
            if !matches!(place.what, What::List(_)) {
                continue;
            }
            let now: Vec<u64> = place.rows.iter().filter_map(|row| row.row).collect();
            let unrecorded = || {
                let is_sent = |row: &&Place| !self.has_sent && row.json(None).is_some();
                place.rows.iter().filter(is_sent).filter_map(|row| row.row).collect()
            };
            let sent = place.sent.clone().unwrap_or_else(unrecorded);
            match sent
                .get(*index)
                .and_then(|row| now.iter().position(|other| other == row))
            {
                Some(at) => path[depth] = Segment::Index(at),
                None => return path.truncate(depth),
            }
        }
    }
}

pub fn require_json(json: &str) -> Done {
    match serde_json::from_str::<Box<serde_json::value::RawValue>>(json) {
        Ok(_) => Ok(()),
        Err(_) => Err(String::new()),
    }
}

/// Brings back what was typed into a form that is as it was at the start.
pub fn restore(place: &mut Place, saved: &Place, numbers: &mut Numbers) {
    place.text.clone_from(&saved.text);
    place.given.clone_from(&saved.given);
    place.rejection = None;
    place.include = saved.include;
    place.left = saved.left;
    place.members.retain(|(_, member)| member.what != What::Extra);
    for ((_, member), (_, saved)) in place.members.iter_mut().zip(&saved.members) {
        restore(member, saved, numbers);
    }
    let mut extras: Vec<&(String, Place)> = saved.extras().collect();
    extras.sort_by(|one, other| one.0.cmp(&other.0));
    for (key, saved) in extras {
        let mut extra = Place::extra(saved.text.clone(), saved.given.clone(), numbers);
        extra.left = saved.left;
        extra.start = Start::default();
        place.members.push((key.clone(), extra));
    }
    place.rows.truncate(saved.rows.len());
    for (index, saved) in saved.rows.iter().enumerate() {
        if index == place.rows.len() {
            place.rows.push(Place::blank_row(saved.what, numbers));
        }
        restore(&mut place.rows[index], saved, numbers);
    }
}
