"""Help for a student who is stuck (提示): what to do next, from whoever made the customer."""

from typing import Protocol, runtime_checkable

from dialogues.customer import Customer


@runtime_checkable
class Helpful(Protocol):
    """A customer whose maker thought of students who are stuck."""

    def hint(self) -> str:
        """One sentence that says what to do next; asked again, another one where there is one."""


def hint_from(customer: Customer) -> str:
    """What to do next with this customer; empty where nobody thought of it."""
    return customer.hint() if isinstance(customer, Helpful) else ""
