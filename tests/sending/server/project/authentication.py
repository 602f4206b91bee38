"""Tokens of client credentials, and what they allow."""

import secrets
import time

from rest_framework import authentication, exceptions, permissions

SECONDS = 3600

_issued = {}


class Client:
    """A client of the API, in the place of Django's user."""

    is_authenticated = True

    def __init__(self, name, may_write):
        self.name = name
        self.may_write = may_write


CLIENTS = {
    ("11111111-1111-4111-8111-111111111111", "writer-secret"): Client("writer", True),
    ("22222222-2222-4222-8222-222222222222", "reader-secret"): Client("reader", False),
}


def issue(client_id, client_secret):
    """A new token for these credentials."""
    client = CLIENTS.get((str(client_id), client_secret))
    if client is None:
        raise exceptions.AuthenticationFailed("Invalid client credentials.")
    token = secrets.token_urlsafe(32)
    _issued[token] = (client, time.monotonic() + SECONDS)
    return token


class BearerAuthentication(authentication.BaseAuthentication):
    def authenticate(self, request):
        scheme, _, token = request.headers.get("Authorization", "").partition(" ")
        if scheme.lower() != "bearer":
            return None
        client, end = _issued.get(token, (None, 0))
        if client is None or time.monotonic() >= end:
            raise exceptions.AuthenticationFailed("Invalid token.")
        return client, token

    def authenticate_header(self, request):
        # With it, what lacks a token is 401; without it, 403.
        return "Bearer"


class MayWrite(permissions.IsAuthenticated):
    def has_permission(self, request, view):
        if not super().has_permission(request, view):
            return False
        return request.method in permissions.SAFE_METHODS or request.user.may_write
