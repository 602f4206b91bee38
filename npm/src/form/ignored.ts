/** Names of a form that are not fields of the request. */

/** One name, a regular expression, a function that tells whether a name is ignored, or an array of them. */
export type IgnoredNames = IgnoredName | readonly IgnoredName[];

type IgnoredName = string | RegExp | ((name: string) => boolean);

/** Names that frameworks and captchas add to forms: Next.js, Django, Rails, Laravel, ASP.NET, Spring, Express, WordPress, … */
const FRAMEWORK_NAMES =
  /^(?:\$ACTION_|(?:csrfmiddlewaretoken|_csrf|_csrf_token|_xsrf|authenticity_token|_token|_method|utf8|_charset_|_wpnonce|_wp_http_referer|__RequestVerificationToken|__VIEWSTATE|__VIEWSTATEGENERATOR|__EVENTVALIDATION|__EVENTTARGET|__EVENTARGUMENT|(?:g-recaptcha|h-captcha|cf-turnstile)-response)$)/;

/**
 * A function that tells whether a name is ignored: those that frameworks add, and the author's own.
 *
 * @throws TypeError when `ignore` is something else.
 */
export function ignoredNames(ignore: IgnoredNames = []): (name: string) => boolean {
  const own = (Array.isArray(ignore) ? ignore : [ignore]).map(matcher);
  return (name) => FRAMEWORK_NAMES.test(name) || own.some((matches) => matches(name));
}

function matcher(ignored: unknown): (name: string) => unknown {
  if (typeof ignored === "string") return (name) => name === ignored;
  if (typeof ignored === "function") return (name) => ignored(name);
  // Unlike `test`, `search` does not depend on `lastIndex`. It may be a regular expression of another realm.
  if (Object.prototype.toString.call(ignored) === "[object RegExp]")
    return (name) => name.search(ignored as RegExp) >= 0;
  throw new TypeError(`ignore takes names, regular expressions and functions (received: ${String(ignored)})`);
}
