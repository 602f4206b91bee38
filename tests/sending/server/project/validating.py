"""Runs the serializer on many bodies, without HTTP around each.

A line in is a body in hexadecimal (so that it can be any bytes), a line out is an object: `{}` if the body is accepted,
`{"errors": …}` with what the response would say, or `{"crash": …}` with the exception that would be a response of 500.
"""

import io
import json
import sys

from rest_framework import exceptions
from rest_framework.parsers import JSONParser
from rest_framework.renderers import JSONRenderer

from .serializers import CreateCaseSerializer

# One for all bodies: most of the time would go into making another.
serializer = CreateCaseSerializer(data=None)


def validate():
    for line in sys.stdin:
        # The last line of a batch waits for its answer.
        print(json.dumps(answer(bytes.fromhex(line))), flush=True)


def answer(body):
    for result in ("_validated_data", "_errors"):
        serializer.__dict__.pop(result, None)
    try:
        serializer.initial_data = JSONParser().parse(io.BytesIO(body))
        if serializer.is_valid():
            return {}
        return {"errors": json.loads(JSONRenderer().render(serializer.errors))}
    except exceptions.ParseError as error:
        return {"errors": {"detail": str(error.detail)}}
    except Exception as error:
        return {"crash": f"{type(error).__name__}: {error}"}
