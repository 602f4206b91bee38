"""Runs the project: `python -m project serve` or `python -m project validate`, in the folder above.

Both live exactly as long as their standard input is open, so none is left behind by a test that was killed.
"""

import os
import sys

import django

os.environ["DJANGO_SETTINGS_MODULE"] = "project.settings"
django.setup()

# These read the settings when they are imported.
from project import serving, validating

run = {"serve": serving.serve, "validate": validating.validate}.get(
    sys.argv[1] if len(sys.argv) == 2 else ""
)
if run is None:
    sys.exit("usage: python -m project serve|validate")
run()
