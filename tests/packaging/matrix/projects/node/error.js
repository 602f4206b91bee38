import { validate } from "sphinx-case";

try {
  validate({});
} catch ({ name, reason, message }) {
  console.log(name, reason, message);
}
