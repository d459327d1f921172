"""Made-up clients: a large population has the marginals of domain section B, and nobody depends on anybody else."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import Any

import numpy as np
import pytest
from hemtjanst.models.errors import InputError
from hemtjanst.models.population import CatalogueSection, ClientDraft, PopulationSection, client_ids, make_clients, workload
from hemtjanst.models.scenario import Need
from pydantic import ValidationError

N = 3_000
MONTH = 30.4375 / 14  # fortnights
PLAN_OF_B2 = {  # the provider of the two-week plan that domain B0 describes: planned, not granted hours
    "hours": {"under_10": 0.11, "from_10": 0.22, "from_26": 0.37, "from_50": 0.21, "from_80": 0.09, "from_120": 0, "from_200": 0},
    "planned_share": 1,
    "service_only_under_10": 0.4,
    "service_only_from_10": 0,
}
BLOCKS = {"07-10": (7, 10), "10-14": (10, 14), "14-16": (14, 16), "16-19": (16, 19), "19-22": (19, 22)}


def fortnight(need: Need) -> float:
    """Occasions in 14 days."""
    return len(need.weekdays) * 2 / need.every_weeks


@dataclass
class Marginals:
    """What a population amounts to, reckoned apart from the code that makes it."""

    drafts: tuple[ClientDraft, ...]
    needs: tuple[Need, ...]

    def __post_init__(self) -> None:
        self.of: dict[int, list[Need]] = defaultdict(list)
        for need in self.needs:
            self.of[need.client].append(need)
        medication = {need.id: need.minutes for need in self.needs if need.service == "medication"}
        # one visit for each occasion under the fragmented bundling: medication is inside the visit that it accompanies
        self.visits = [need for need in self.needs if need.service != "medication"]
        self.lengths = np.array([need.minutes + medication.get(f"{need.id}/medication", 0) for need in self.visits])
        self.times = np.array([fortnight(need) for need in self.visits])
        self.middles = np.array([(need.earliest + need.latest) / 120 for need in self.visits])
        self.per_client = np.bincount([need.client for need in self.visits], self.times, minlength=len(self.drafts))

    def every_day(self, least: int) -> float:
        """Share of clients with so many visits on every day."""
        count = np.zeros((len(self.drafts), 7))
        for need in self.visits:
            if need.every_weeks == 1:
                count[need.client, list(need.weekdays)] += 1
        return float((count.min(axis=1) >= least).mean())


@pytest.fixture(scope="module")
def sweden() -> Marginals:
    """Clients with the hours of Socialstyrelsen's groups, as by default."""
    return Marginals(*make_clients(PopulationSection(), CatalogueSection(), 1, client_ids(N)))


@pytest.fixture(scope="module")
def suburb() -> Marginals:
    """Clients with the hours of the two-week plan of domain B2."""
    return Marginals(*make_clients(PopulationSection.model_validate(PLAN_OF_B2), CatalogueSection(), 2, client_ids(N)))


def test_granted_hours(sweden):
    """Hours decide everything else: shares of Socialstyrelsen's groups, 12 % over 80 h, a mean of about 33 h (B2)."""
    hours = np.array([draft.hours for draft in sweden.drafts])
    shares = np.histogram(hours, [0, 10, 26, 50, 80, 120, 200, 261])[0] / N
    np.testing.assert_allclose(shares, [0.37, 0.25, 0.17, 0.09, 0.07, 0.04, 0.01], atol=0.005)
    assert hours.mean() == pytest.approx(33, abs=0.5)


def test_planned_hours_are_a_stated_share_of_granted_hours(sweden):
    """90 % of what is granted is planned, but for the help at night of the few with most hours: 87 % of all hours."""
    planned = np.bincount(
        [need.client for need in sweden.needs],
        [need.minutes * need.people * fortnight(need) for need in sweden.needs],
        minlength=N,
    )
    granted = np.array([draft.hours for draft in sweden.drafts]) * 60 / MONTH
    assert np.median(planned / granted) == pytest.approx(0.9, abs=0.01)
    assert planned.sum() / granted.sum() == pytest.approx(0.865, abs=0.015)
    assert np.mean(np.abs(planned / granted - 0.9) < 0.1) > 0.85


def test_visits_for_each_client(sweden, suburb):
    """With the hours of the two-week plan its visits per client (B2); with national hours about Huddinge's 33."""
    assert suburb.per_client.mean() == pytest.approx(42.9, abs=2.5)
    for share, visits, slack in ((0.10, 8, 8), (0.25, 28, 4), (0.50, 42, 4), (0.75, 58, 5), (0.90, 82, 8)):
        assert np.quantile(suburb.per_client, share) == pytest.approx(visits, abs=slack)
    assert np.mean(suburb.per_client >= 28) == pytest.approx(0.77, abs=0.04)
    assert np.mean(suburb.per_client >= 14) == pytest.approx(0.85, abs=0.09)
    assert sweden.per_client.mean() == pytest.approx(33.3, abs=4)


def test_the_population_of_the_continuity_measure(sweden, suburb):
    """Who has two visits on every day is counted by U21401: 47 % in the plan of B2; the model has fewer gaps in its weeks."""
    assert sweden.every_day(2) == pytest.approx(0.42, abs=0.06)
    assert 0.47 <= suburb.every_day(2) <= 0.70


def test_lengths_of_visits(sweden, suburb):
    """Mean 25.1 and median 22 minutes, sd 14.6, and the quantiles between (B1), under both mixes of hours."""
    for population in (sweden, suburb):
        weights = np.round(population.times * 2 * [need.people for need in population.visits]).astype(int)
        lengths = np.repeat(population.lengths, weights)
        assert lengths.mean() == pytest.approx(25.1, abs=1.2)
        assert lengths.std() == pytest.approx(14.6, abs=2)
        for share, minutes, slack in ((0.1, 10, 2), (0.25, 15, 2), (0.5, 22, 1.5), (0.75, 30, 4), (0.9, 42, 4), (0.95, 50, 4)):
            assert np.quantile(lengths, share) == pytest.approx(minutes, abs=slack)


def test_time_of_day(suburb, sweden):
    """Shares of visits and of time by part of the day (B3): the morning peak decides how many people are needed."""
    for population in (sweden, suburb):
        count, time = population.times.sum(), population.times @ population.lengths
        for (first, last), visits, minutes in zip(
            BLOCKS.values(), (0.28, 0.30, 0.05, 0.18, 0.18), (0.33, 0.35, 0.035, 0.155, 0.124), strict=True
        ):
            inside = (population.middles >= first) & (population.middles < last)
            assert population.times[inside].sum() / count == pytest.approx(visits, abs=0.03)
            assert population.times[inside] @ population.lengths[inside] / time == pytest.approx(minutes, abs=0.04)


def test_nothing_starts_at_night_or_after_the_evening_shift_can_do_it(sweden):
    """Help at night (22-07) is not planned yet: the last visit ends before 22:00."""
    assert min(need.earliest for need in sweden.needs) >= 7 * 60
    assert max(need.latest + need.minutes for need in sweden.needs) <= 22 * 60
    assert all(need.earliest <= need.latest for need in sweden.needs)


def test_start_windows(sweden):
    """Minutes between earliest and latest start of personal care: quartiles 60, 90, 105 and 135 for nine of ten (B2)."""
    personal = CatalogueSection().services
    widths = np.repeat(
        [need.latest - need.earliest for need in sweden.visits if not personal[need.service].movable],
        [round(fortnight(need)) for need in sweden.visits if not personal[need.service].movable],
    )
    for share, minutes, slack in ((0.25, 60, 5), (0.5, 90, 5), (0.75, 105, 5), (0.9, 135, 12)):
        assert np.quantile(widths, share) == pytest.approx(minutes, abs=slack)


def test_frequency_of_agreements(suburb):
    """Shares of visits that belong to agreements for 7, 6, … 1 days a week (B2): they decide who can meet whom how often."""
    shares: Counter[Any] = Counter()
    for need in suburb.visits:
        shares[len(need.weekdays) if need.every_weeks == 1 else "rarer"] += fortnight(need) / suburb.times.sum()
    expected = {7: 0.42, 6: 0.03, 5: 0.09, 4: 0.075, 3: 0.06, 2: 0.16, 1: 0.16, "rarer": 0.003}
    for days, share in expected.items():
        assert shares[days] == pytest.approx(share, abs=0.03 if days != 1 else 0.08), days


def test_gaps_between_the_visits_of_a_day(suburb):
    """Visits of a client are spread over the day: quarter, half and three quarters of the gaps near 133, 184, 237 minutes (B2)."""
    services = CatalogueSection().services
    gaps = []
    for needs in list(suburb.of.values())[:2000]:
        for weekday in range(7):
            middles = sorted(
                (need.earliest + need.latest) / 2
                for need in needs
                if weekday in need.weekdays and need.service != "medication" and not services[need.service].movable
            )
            gaps += list(np.diff(middles))
    for share, minutes, slack in ((0.1, 77, 20), (0.25, 133, 45), (0.5, 184, 40), (0.75, 237, 60), (0.9, 419, 60)):
        assert np.quantile(gaps, share) == pytest.approx(minutes, abs=slack)


def test_double_staffing(sweden):
    """Two people come to 5 % of clients, on 4 % of occasions (B2); both count in the hours granted."""
    two = [need for need in sweden.visits if need.people == 2]
    assert len({need.client for need in two}) / N == pytest.approx(0.05, abs=0.006)
    assert sum(map(fortnight, two)) / sweden.times.sum() == pytest.approx(0.041, abs=0.006)
    assert {need.people for need in sweden.needs if need.service == "medication"} == {1}


def test_services_are_on_weekdays_and_personal_care_goes_on_at_the_weekend(sweden):
    """Cleaning, shower, walk, laundry, shopping: Monday to Friday; personal care nearly as much on Sundays (B3)."""
    services = CatalogueSection().services
    days = {True: np.zeros(7), False: np.zeros(7)}
    for need in sweden.visits:
        days[services[need.service].movable][list(need.weekdays)] += 1 / need.every_weeks
    assert days[True][5:].sum() == 0
    assert days[True][:5].min() / days[True][:5].max() > 0.9
    assert 0.85 < days[False][6] / days[False][2] < 1
    cleaning = [need for need in sweden.needs if need.service == "cleaning"]
    assert sum(need.every_weeks == 2 for need in cleaning) / len(cleaning) > 0.9
    assert np.mean([need.first_week for need in cleaning if need.every_weeks == 2]) == pytest.approx(0.5, abs=0.05)
    assert {len(need.weekdays) for need in sweden.needs if need.service == "shower"} == {1, 2}


def test_those_with_few_hours_have_weekly_services_or_one_short_visit(sweden):
    """A client with 5 h a month is no small copy of one with 50: cleaning every other week, or somebody who looks in once a day."""
    few = [row for row, draft in enumerate(sweden.drafts) if draft.hours < 10]
    services = CatalogueSection().services
    only = [row for row in few if all(services[need.service].movable for need in sweden.of[row])]
    assert 0.65 < len(only) / len(few) < 0.85
    assert sweden.per_client[few].max() <= 28
    assert np.median(sweden.per_client[only]) <= 3


def test_who_the_clients_are(sweden):
    """Age, sex, household, dementia and delegated medication as in B7 and B8."""
    drafts = sweden.drafts
    age = np.array([draft.age for draft in drafts])
    assert np.mean(age < 65) == pytest.approx(0.086, abs=0.012)
    old = np.histogram(age, [65, 70, 75, 80, 85, 90, 106])[0] / (age >= 65).sum()
    np.testing.assert_allclose(old, [0.06, 0.106, 0.148, 0.217, 0.261, 0.208], atol=0.02)
    assert age.min() >= 18
    assert np.mean([draft.woman for draft in drafts]) == pytest.approx(0.655, abs=0.02)
    assert np.mean([draft.lives_alone for draft in drafts]) == pytest.approx(0.699, abs=0.02)
    assert np.mean([draft.dementia for draft in drafts]) == pytest.approx(0.10, abs=0.012)
    care = {need.client for need in sweden.needs if need.service == "morning_care"}
    medication = {need.client for need in sweden.needs if need.service == "medication"}
    assert len(medication & care) / len(care) == pytest.approx(0.5, abs=0.03)


def test_names_of_needs_are_unique_and_rows_sorted(sweden):
    """The name of a need keys its noise: two needs of one name would have the same bad luck."""
    assert len({need.id for need in sweden.needs}) == len(sweden.needs)
    assert [need.client for need in sweden.needs] == sorted(need.client for need in sweden.needs)
    assert set(sweden.of) == set(range(N))


def test_one_client_more_changes_no_other():
    """Neither a client more at the end nor one less in the middle touches the others; another seed touches all."""
    section, catalogue = PopulationSection(), CatalogueSection()
    names = client_ids(40)
    drafts, needs = make_clients(section, catalogue, 1, names)
    more = make_clients(section, catalogue, 1, client_ids(41))
    assert (more[0][:-1], tuple(need for need in more[1] if need.client < 40)) == (drafts, needs)
    fewer, _ = make_clients(section, catalogue, 1, names[:7] + names[8:])
    assert fewer == drafts[:7] + drafts[8:]
    assert not set(make_clients(section, catalogue, 2, names)[0]) & set(drafts)


def test_workload_is_counted_in_average_clients(sweden):
    """Groups are staffed by hours, not heads: all clients together weigh as many as they are, those with most hours far more."""
    section = PopulationSection()
    assert workload(section, sweden.drafts) == pytest.approx(N, rel=0.02)
    heavy = [draft for draft in sweden.drafts if draft.hours > 100]
    assert workload(section, heavy) > 3 * len(heavy)
    assert workload(section, []) == 0


def test_own_names_draw_the_same_hours():
    """Names that are no c001, c002, … give clients from the same figures, only less evenly spread."""
    drafts, _ = make_clients(PopulationSection(), CatalogueSection(), 1, [f"person {k}" for k in range(1500)])
    assert np.mean([draft.hours for draft in drafts]) == pytest.approx(33, abs=4)


def test_a_smaller_catalogue_still_gives_everybody_something():
    """A municipality may offer less: only weekly services, only personal care, but not nothing."""
    section = PopulationSection(clients=100)
    services = CatalogueSection().services
    weekly = {name: None for name, entry in services.items() if not entry.movable}
    care = {name: None for name, entry in services.items() if entry.movable or name == "medication"}
    for without in (weekly, care):
        catalogue = CatalogueSection.model_validate({"services": without})
        drafts, needs = make_clients(section, catalogue, 1)
        assert {need.client for need in needs} == set(range(len(drafts)))
        assert not {need.service for need in needs} & set(without)
    with pytest.raises(InputError, match="nothing that a client could be granted"):
        make_clients(section, CatalogueSection.model_validate({"services": weekly | care}), 1)


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"hours": {"under_10": 0.9}}, "shares sum to 1.53"),
        ({"windows": {"p25": 100}}, "quantiles must not fall"),
        ({"women": 1.2}, "at least 0 and at most 1"),
        ({"clients": 0}, "greater than or equal to 1"),
        ({"women": {"value": 0.6, "unit": "%"}}, "the unit is 'share of clients'"),
    ],
)
def test_impossible_figures_are_refused(given, said):
    """A file with figures that cannot be is stopped at the border, with the reason."""
    with pytest.raises(ValidationError, match=said):
        PopulationSection.model_validate(given)
