// From a CommonJS file.
import sphinx = require("sphinx-case");
import french = require("sphinx-case/languages/fr");
import lines = require("sphinx-case/lines");
import slim = require("sphinx-case/slim");

french satisfies sphinx.Catalogue;
sphinx.validate({}) satisfies sphinx.ValidationResult;
lines.caseLineResults() satisfies TransformStream<Uint8Array | string, lines.LineResult>;
slim.init(new Uint8Array()) satisfies Promise<void>;
