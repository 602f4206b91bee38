"""Customers and cases, in memory. Whoever reads or writes them holds the lock."""

import itertools
import threading
import uuid
from dataclasses import dataclass, field
from datetime import datetime

from django.utils import timezone

lock = threading.Lock()
customers = {}
cases = {}
_ids = itertools.count(1)


@dataclass
class Customer:
    full_name: str
    external_id: str | None = None
    customer_type: str | None = None
    input_details: dict | None = None
    delete_after: int | None = None
    id: int = field(default_factory=lambda: next(_ids))


@dataclass
class Check:
    check_type: str | None = None
    input_details: dict | None = None
    document_ids: list[int] = field(default_factory=list)
    delete_after: int | None = None
    status: str = "PENDING"
    risk_score: float | None = None
    title: str | None = None
    note: str | None = None
    reasoning: list = field(default_factory=list)
    outcome: str | None = None
    created_at: datetime = field(default_factory=timezone.now)
    updated_at: datetime = field(default_factory=timezone.now)
    id: int = field(default_factory=lambda: next(_ids))


@dataclass
class Case:
    customer: Customer | None
    checks: list[Check]
    webhook_url: str | None
    delete_after: int
    document_ids: list[int]
    external_id: str
    assignee: str | None = None
    metadata: dict | None = None
    sync_platforms: list[dict] = field(default_factory=list)
    note: str | None = None
    risk_score: float | None = None
    outcome: str | None = None
    is_complete: bool = False
    failed: bool = False
    rfi: dict | None = None
    is_started: bool = False
    created_at: datetime = field(default_factory=timezone.now)
    updated_at: datetime = field(default_factory=timezone.now)
    id: int = field(default_factory=lambda: next(_ids))

    def start(self):
        """Starts the case; on one that runs this does nothing."""
        if self.is_started:
            return
        self.is_started = True
        self.updated_at = timezone.now()
        for check in self.checks:
            check.status = "DECIDING"
            check.updated_at = self.updated_at


def new_customer(given):
    """A customer for a new case. A known `external_id` updates: what is omitted becomes null."""
    external_id = given.get("external_id")
    known = external_id and next(
        (one for one in customers.values() if one.external_id == external_id), None
    )
    if not known:
        customer = Customer(**given)
        customers[customer.id] = customer
        return customer
    known.full_name = given["full_name"]
    known.customer_type = given.get("customer_type")
    known.input_details = given.get("input_details")
    return known


def new_case(given, customer):
    """A case of a validated request. A `case_config` makes a check."""
    checks = [Check(**check) for check in given.get("checks", [])]
    if "case_config" in given:
        checks.append(Check(check_type="NAME_CHECK"))
    case = Case(
        customer=customer,
        checks=checks,
        webhook_url=given.get("webhook_url"),
        delete_after=given["delete_after"],
        document_ids=given.get("document_ids", []),
        external_id=given.get("external_id") or str(uuid.uuid4()),
        assignee=given.get("assignee"),
        metadata=given.get("metadata"),
        sync_platforms=given.get("sync_platforms", []),
    )
    cases[case.id] = case
    if given["auto_start"] and checks:
        case.start()
    return case
