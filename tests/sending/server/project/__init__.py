"""The API as a small project of Django REST Framework, to hold this library against: written by nobody who read its code.

Documented, and so done here: the fields of the request, their types, which take null, the lengths of `webhook_url`, of
`full_name` and of `external_id`, the two values of `customer_type` and its empty text, the range of `delete_after`, both
defaults, that `case_config` is a slug and not together with `checks`, that a known `external_id` updates its customer,
the token, starting, the paginated list and the members of a case.

Assumed, because the documentation is silent: that it is Django REST Framework at all, with its fields as they come (they
trim, and turn `"30"` into 30); that ids are at least 1 and fit 64 bits; that a free object is a dictionary of JSON values;
that `check_type` is any text; that a customer which does not exist is told as a missing related object is; that bad
credentials are 401; twenty cases a page, the newest first.

Left out: webhooks are never called, no check is ever decided, and every `case_config` is taken to exist.
"""
