//! The order of the modules: reads every import of `src/` and fails on one against the order, and on import circles.
//!
//! A module may use only modules before it in [`ORDER`], and files may not import each other in a circle. Not counted are imports
//! of test code (`#[cfg(test)]`) and those of a `mod.rs` from the files of its own folder, which it composes.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use syn::visit::Visit;

/// The modules of the crate in their order; docs/architecture.md explains it. Modules of one group do not use each other.
const ORDER: &[&[&str]] = &[
    &["lean"],
    &["json"],
    &["request"],
    &["messages"],
    &["issue"],
    &["options"],
    &["suggest"],
    &["read"],
    &["rules"],
    &["payload"],
    &["draft"],
    &["form", "server_errors", "response"],
    &["table"],
    &["schema", "wasm", "js", "client", "connections", "input", "postgres"],
    &["batch", "relay", "sandbox"],
    &["cli"],
];

/// Modules that are never compiled to WebAssembly: they use the standard library instead of `lean`.
const NATIVE: &[&str] = &[
    "schema",
    "client",
    "connections",
    "input",
    "postgres",
    "batch",
    "relay",
    "sandbox",
    "cli",
    "response",
];

/// One import: which file names what, where, and the file that defines it.
struct Import {
    from: PathBuf,
    line: usize,
    path: String,
    to: PathBuf,
}

#[test]
fn imports_follow_the_order_of_the_modules() {
    let crate_files = Sources::read("src", &["src/cli"]);
    let cli_files = Sources::read("src/cli", &[]);
    let mut imports = crate_files.imports(&crate_files);
    imports.extend(cli_files.imports(&crate_files));
    assert!(imports.len() > 300, "only {} imports were found", imports.len());

    let mut violations = Vec::new();
    for import in &imports {
        let (from, to) = (rank(&import.from), rank(&import.to));
        let (from_module, to_module) = (module_of(&import.from), module_of(&import.to));
        if from_module != to_module && from <= to {
            violations.push(format!(
                "{}:{}: `{from_module}` may not use `{to_module}` (`{}`): move what both need into a module to the left of both, \
                 or pass it as an argument. The order is in tests/core/structure.rs",
                import.from.display(),
                import.line,
                import.path,
            ));
        }
    }
    for import in &imports {
        if module_of(&import.to) == "lean" && NATIVE.contains(&module_of(&import.from).as_str()) {
            violations.push(format!(
                "{}:{}: `{}` is for code that is compiled to WebAssembly: use the standard library here",
                import.from.display(),
                import.line,
                import.path,
            ));
        }
    }
    for circle in circles(&imports) {
        let mut text = String::from("import circle; move what ties these files into a file of its own:");
        for import in &imports {
            if import.from != import.to && circle.contains(&import.from) && circle.contains(&import.to) {
                text += &format!("\n  {}:{}: `{}`", import.from.display(), import.line, import.path);
            }
        }
        violations.push(text);
    }
    assert!(violations.is_empty(), "\n{}\n", violations.join("\n"));
}

/// The module of a file: the first part of its path below `src/`.
fn module_of(file: &Path) -> String {
    let below = file.strip_prefix("src").expect("a file in src");
    let first = below.components().next().expect("a file has a name");
    first.as_os_str().to_string_lossy().trim_end_matches(".rs").to_owned()
}

fn rank(file: &Path) -> usize {
    let module = module_of(file);
    if module == "lib" {
        return usize::MAX;
    }
    let place = ORDER.iter().position(|group| group.contains(&module.as_str()));
    place.unwrap_or_else(|| panic!("{}: give the module `{module}` a place in ORDER", file.display()))
}

/// The files of a crate, with what each module re-exports.
struct Sources {
    /// By module path, as in `read::value`; the root is the empty text.
    files: BTreeMap<String, Source>,
}

struct Source {
    file: PathBuf,
    uses: Vec<Use>,
    /// The names that this file re-exports from its own submodules, with the submodule.
    reexports: BTreeMap<String, String>,
}

/// A path that a file names, as segments from the root of its crate; `external` is the library, seen from the program.
struct Use {
    line: usize,
    segments: Vec<String>,
    external: bool,
}

impl Sources {
    fn read(folder: &str, skip: &[&str]) -> Self {
        let mut files = BTreeMap::new();
        let mut folders = vec![PathBuf::from(folder)];
        while let Some(next) = folders.pop() {
            for entry in fs::read_dir(&next).expect("a folder") {
                let path = entry.expect("an entry").path();
                if skip.iter().any(|skipped| path == Path::new(skipped)) {
                    continue;
                }
                if path.is_dir() {
                    folders.push(path);
                } else if path.extension().is_some_and(|extension| extension == "rs") {
                    let module = module_path(path.strip_prefix(folder).expect("below the folder"));
                    files.insert(module.clone(), Source::read(path, &module));
                }
            }
        }
        Self { files }
    }

    /// All imports from these files; `library` is where `sphinx_case::…` leads.
    fn imports(&self, library: &Self) -> Vec<Import> {
        let mut imports = Vec::new();
        for source in self.files.values() {
            for used in &source.uses {
                let target = if used.external { library } else { self };
                let Some(to) = target.resolve(&used.segments) else {
                    continue;
                };
                if *to != source.file && !source.composes(to) {
                    imports.push(Import {
                        from: source.file.clone(),
                        line: used.line,
                        path: used.segments.join("::"),
                        to: to.clone(),
                    });
                }
            }
        }
        imports
    }

    /// The file that defines what a path names, through re-exports.
    fn resolve(&self, segments: &[String]) -> Option<&PathBuf> {
        let mut module = String::new();
        let mut rest = segments;
        while let Some((name, after)) = rest.split_first() {
            let child = join(&module, name);
            if self.files.contains_key(&child) {
                module = child;
            } else if let Some(submodule) = self.files.get(&module).and_then(|source| source.reexports.get(name)) {
                module = join(&module, submodule);
                continue;
            } else {
                break;
            }
            rest = after;
        }
        self.files.get(&module).map(|source| &source.file)
    }
}

fn join(module: &str, name: &str) -> String {
    if module.is_empty() {
        name.to_owned()
    } else {
        format!("{module}::{name}")
    }
}

/// `read/value.rs` is `read::value`, `read/mod.rs` is `read`, and `lib.rs` and `main.rs` are the root.
fn module_path(file: &Path) -> String {
    let text = file.with_extension("").to_string_lossy().replace(['/', '\\'], "::");
    let text = text.strip_suffix("::mod").unwrap_or(&text);
    if ["lib", "main", "mod"].contains(&text) {
        String::new()
    } else {
        text.to_owned()
    }
}

impl Source {
    /// Whether this is the `mod.rs` of the folder that `other` is in.
    fn composes(&self, other: &Path) -> bool {
        let is_mod = self.file.file_name().is_some_and(|name| name == "mod.rs");
        is_mod && self.file.parent().is_some_and(|folder| other.starts_with(folder))
    }

    fn read(file: PathBuf, module: &str) -> Self {
        let text = fs::read_to_string(&file).expect("a readable file");
        let parsed = syn::parse_file(&text).unwrap_or_else(|error| panic!("{}: {error}", file.display()));
        let mut reader = Reader {
            module: module
                .split("::")
                .filter(|name| !name.is_empty())
                .map(str::to_owned)
                .collect(),
            uses: Vec::new(),
            reexports: BTreeMap::new(),
        };
        reader.visit_file(&parsed);
        Self {
            file,
            uses: reader.uses,
            reexports: reader.reexports,
        }
    }
}

/// Collects what a file names.
struct Reader {
    module: Vec<String>,
    uses: Vec<Use>,
    reexports: BTreeMap<String, String>,
}

impl Reader {
    fn add(&mut self, segments: &[String], line: usize) {
        let external = segments.first().is_some_and(|first| first == "sphinx_case");
        if let Some(segments) = if external {
            Some(segments[1..].to_vec())
        } else {
            self.absolute(segments)
        } {
            self.uses.push(Use {
                line,
                segments,
                external,
            });
        }
    }

    /// A path from the root of the crate, if it begins with `crate`, `self` or `super`, or names a file beside this one.
    fn absolute(&self, segments: &[String]) -> Option<Vec<String>> {
        let (first, mut rest) = segments.split_first()?;
        let mut base = match first.as_str() {
            "crate" => Vec::new(),
            "self" => self.module.clone(),
            "super" => self.module[..self.module.len().saturating_sub(1)].to_vec(),
            _ => {
                rest = segments;
                self.module.clone()
            }
        };
        while first == "super" && rest.first().is_some_and(|next| next == "super") {
            base.pop();
            rest = &rest[1..];
        }
        base.extend(rest.iter().cloned());
        Some(base)
    }

    fn tree(&mut self, tree: &syn::UseTree, before: &mut Vec<String>, public: bool) {
        match tree {
            syn::UseTree::Path(path) => {
                before.push(path.ident.to_string());
                self.tree(&path.tree, before, public);
                before.pop();
            }
            syn::UseTree::Group(group) => {
                for item in &group.items {
                    self.tree(item, before, public);
                }
            }
            syn::UseTree::Name(_) | syn::UseTree::Rename(_) | syn::UseTree::Glob(_) => {
                let (name, alias, line) = match tree {
                    syn::UseTree::Name(name) => (
                        name.ident.to_string(),
                        name.ident.to_string(),
                        name.ident.span().start().line,
                    ),
                    syn::UseTree::Rename(rename) => (
                        rename.ident.to_string(),
                        rename.rename.to_string(),
                        rename.ident.span().start().line,
                    ),
                    _ => ("*".to_owned(), "*".to_owned(), 0),
                };
                let mut segments = before.clone();
                if name != "self" {
                    segments.push(name);
                }
                let own = !["crate", "super", "sphinx_case"].contains(&before.first().map_or("crate", String::as_str));
                if public && own {
                    self.reexports.insert(
                        alias,
                        before
                            .iter()
                            .filter(|part| *part != "self")
                            .cloned()
                            .collect::<Vec<_>>()
                            .join("::"),
                    );
                } else {
                    self.add(&segments, line);
                }
            }
        }
    }
}

impl<'ast> Visit<'ast> for Reader {
    fn visit_item(&mut self, item: &'ast syn::Item) {
        if !is_test(item) {
            syn::visit::visit_item(self, item);
        }
    }

    fn visit_item_use(&mut self, item: &'ast syn::ItemUse) {
        let public = !matches!(item.vis, syn::Visibility::Inherited);
        self.tree(&item.tree, &mut Vec::new(), public);
    }

    fn visit_path(&mut self, path: &'ast syn::Path) {
        let segments: Vec<String> = path.segments.iter().map(|segment| segment.ident.to_string()).collect();
        if segments.len() > 1 && path.leading_colon.is_none() {
            let line = path.segments[0].ident.span().start().line;
            self.add(&segments, line);
        }
        syn::visit::visit_path(self, path);
    }
}

/// Whether an item is compiled for tests only.
fn is_test(item: &syn::Item) -> bool {
    let attributes = match item {
        syn::Item::Mod(item) => &item.attrs,
        syn::Item::Fn(item) => &item.attrs,
        syn::Item::Use(item) => &item.attrs,
        _ => return false,
    };
    attributes.iter().any(|attribute| {
        attribute.path().is_ident("cfg")
            && attribute.meta.require_list().is_ok_and(|list| {
                let text = list.tokens.to_string();
                text == "test" || text.starts_with("all (test") || text.starts_with("all(test")
            })
    })
}

/// The groups of files that import each other, directly or around.
fn circles(imports: &[Import]) -> Vec<BTreeSet<PathBuf>> {
    let mut next: BTreeMap<&Path, BTreeSet<&Path>> = BTreeMap::new();
    for import in imports {
        next.entry(&import.from).or_default().insert(&import.to);
    }
    let reach = |from: &Path| {
        let (mut seen, mut open) = (BTreeSet::new(), vec![from]);
        while let Some(file) = open.pop() {
            for to in next.get(file).into_iter().flatten() {
                if seen.insert(*to) {
                    open.push(to);
                }
            }
        }
        seen
    };
    let reached: BTreeMap<&Path, BTreeSet<&Path>> = next.keys().map(|file| (*file, reach(file))).collect();
    let mut found: Vec<BTreeSet<PathBuf>> = Vec::new();
    for (file, reachable) in &reached {
        if reachable.contains(file) && !found.iter().any(|circle| circle.contains(*file)) {
            let members = reachable
                .iter()
                .filter(|other| reached.get(*other).is_some_and(|back| back.contains(file)));
            found.push(members.map(|member| member.to_path_buf()).collect());
        }
    }
    found
}
