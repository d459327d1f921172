"""Rules for what else happens in a journal: alarms, nights, comings and goings, cars that fail.

============== ====================================================================================================
rule           a journal breaks it when
============== ====================================================================================================
alarms         somebody comes to an alarm that nobody raised, before it was raised, or twice, or does not come though told so
nights         a client at home has not all checks of the night, or a camera that did not show the client is not looked at again
               in time, or nobody goes there after the second time
left           a client who has left is visited, or visits are cancelled as if so
vacant         somebody who has left works, or is absent as if so; a newcomer makes visits too soon
doubled        a newcomer rides or is at a visit, but not with a colleague, in a car of their own, or where nobody is to go along
breakdown      a car that failed takes too short or too long, fails twice, or is none
swapped        a visit is handed to a colleague who does not know the client, or for nothing: whoever had it steps in nowhere where
               they are known
telephone      somebody telephones who has no client to call: contact person, or by lever the first backup at work; or too long
grown          a need is planned for that has not changed, or changes where nobody lives
============== ====================================================================================================
"""

from __future__ import annotations

from .checks.call_rules import alarms, breakdown, nights
from .checks.response_rules import swapped, telephone
from .checks.turnover_rules import doubled, grown, left, vacant
from .journal_reading import Rule

EVENT_RULES: tuple[Rule, ...] = (alarms, nights, left, vacant, doubled, breakdown, swapped, telephone, grown)
