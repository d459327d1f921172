"""What is, and what is decided: scenarios, policies, plans (and the planning that makes them)."""

from .plan import Plan
from .policy import Policy
from .scenario import Scenario

__all__ = ["Plan", "Policy", "Scenario"]
