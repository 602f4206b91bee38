// What Metro does with every file of an app.
const { writeFileSync } = require("node:fs");
const { transformFileSync } = require("@babel/core");

const [, , from, to] = process.argv;
const preset = require("@react-native/babel-preset");
const options = { disableImportExportTransform: true, enableBabelRuntime: false };
const { code } = transformFileSync(from, {
  presets: [[preset, options]],
  babelrc: false,
  configFile: false,
  compact: false,
});
writeFileSync(to, code);
