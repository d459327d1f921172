"""One person's duty and the door where two meet, stop by stop, reckoned by hand."""

import numpy as np
import simpy
from hemtjanst.cython_ext.rounds import NEVER, NO_DOOR, Rounds
from hemtjanst.simulation.world.meeting_point import MeetingPoint
from hemtjanst.simulation.world.staff import Outdoors, Quiet, drive_seconds, duty

BASE, A, B, C = 0, 1, 2, 3
LEG = 100  # between neighbours on the road base - A - B - C
LEGS = LEG * np.abs(np.subtract.outer(np.arange(4), np.arange(4)))[None]


def stop(row, origin, place, earliest=0, *, luck=1.0, seconds=600, after=60, knock=0, door=NO_DOOR, latest=NEVER):
    """A stop with its drive, and its luck."""
    planned = int(LEGS[0, origin, place])
    drive = drive_seconds(planned, luck)
    return (row, origin, place, earliest, earliest, latest, planned, drive, knock, seconds, after, door), luck


def home(row, origin):
    """The stop at the base at the end."""
    return stop(row, origin, BASE, seconds=0, after=0)


def live(*routes, first=1000, env=None, doors=()) -> list[list[tuple[int, ...]]]:
    """Live through some routes side by side; the notes of each, without who it was."""
    env = env or simpy.Environment()
    stops, luck = zip(*(one for route in routes for one in route), strict=True)
    people = [(0, BASE, first)] * len(routes)
    rounds = Rounds(LEGS, np.zeros(4), people, np.cumsum([0, *map(len, routes)]), stops, luck)
    for who in range(len(routes)):
        env.process(duty(env, who, Outdoors(rounds, doors, ()), Quiet(), [False] * len(routes)))
    env.run()
    return [[(row, *note) for row, whose, *note in rounds.notes().tolist() if whose == who] for who in range(len(routes))]


def test_stops_follow_each_other():
    """Drive, visit, document, drive on: each begins when the last one ended."""
    (notes,) = live([stop(0, BASE, A), stop(1, A, B), home(2, B)])
    assert notes == [
        (0, BASE, A, 1000, 1000, 1100, 1100, 1700, 1760),
        (1, A, B, 1760, 1760, 1860, 1860, 2460, 2520),
        (2, B, BASE, 2520, 2520, 2720, 2720, 2720, 2720),
    ]


def test_nobody_leaves_sooner_than_the_planned_drive_asks():
    """Spare time is spent before leaving, so that nobody stands in front of a closed door for long."""
    (notes,) = live([stop(0, BASE, A, earliest=5000), home(1, A)])
    ready, leave, arrive, start = notes[0][3:7]
    assert (ready, leave, arrive, start) == (1000, 4900, 5000, 5000)


def test_a_fast_drive_ends_in_waiting_and_a_slow_one_in_being_late():
    """The decision to leave rests on the plan; only the drive itself has luck."""
    (fast,), (slow,) = (live([stop(0, BASE, A, earliest=5000, luck=luck), home(1, A)]) for luck in (0.5, 2.0))
    assert fast[0][4:7] == (4900, 4950, 5000)
    assert slow[0][4:7] == (4900, 5100, 5100)


def test_no_drive_is_without_time():
    """However lucky, a drive that the plan counts takes a second; where nobody moves there is no drive."""
    assert drive_seconds(100, 1e-9) == 1
    assert drive_seconds(0, 5.0) == 0


def test_the_break_is_taken_at_the_next_door():
    """Nobody waits for the break at one place and then still has to drive (as the planner has it)."""
    pause = stop(1, A, B, earliest=1800, latest=3000, seconds=1800, after=0)
    (notes,) = live([stop(0, BASE, A), pause, stop(2, A, B), home(3, B)])
    assert notes[1] == (1, A, B, 1760, 1760, 1860, 1860, 3660, 3660)
    assert notes[2][:7] == (2, B, B, 3660, 3660, 3660, 3660)


def test_a_late_break_comes_before_the_drive():
    """The break must not begin later than the law allows, so whoever is late rests first."""
    pause = stop(1, A, B, earliest=0, latest=1800, seconds=1800, after=0)
    (notes,) = live([stop(0, BASE, A), pause, stop(2, A, B), home(3, B)])
    assert notes[1] == (1, A, A, 1760, 1760, 1760, 1760, 3560, 3560)
    assert notes[2][:7] == (2, A, B, 3560, 3560, 3660, 3660)


def test_nobody_opens():
    """Whoever knocks in vain waits, documents nothing and goes on."""
    (notes,) = live([stop(0, BASE, A, knock=300, seconds=0, after=0), home(1, A)])
    assert notes[0][5:] == (1100, 1400, 1400, 1400)


def test_two_people_begin_when_the_second_comes():
    """A visit for two starts with the later of the two and is documented by both."""
    env = simpy.Environment()
    door = MeetingPoint(env, 2, not_before=0, patience=1800)
    one = [stop(0, BASE, A, door=0), home(1, A)]
    two = [stop(2, BASE, B), stop(3, B, A, door=0), home(4, A)]
    first, second = live(one, two, env=env, doors=[door])
    assert first[0][5:] == (1100, 1960, 2560, 2620)
    assert second[1][5:] == (1960, 1960, 2560, 2620)


def test_two_people_wait_for_the_window_together():
    """Meeting is not beginning: both are there, and the window is still closed."""
    env = simpy.Environment()
    door = MeetingPoint(env, 2, not_before=0, patience=1800)
    routes = [[stop(k, BASE, A, earliest=5000, luck=0.5, door=0), home(k + 2, A)] for k in range(2)]
    for notes in live(*routes, env=env, doors=[door]):
        assert notes[0][5:7] == (4950, 5000)


def test_nobody_waits_for_ever():
    """The one whose colleague never comes gives up after the patience, counted from when the visit was due."""
    env = simpy.Environment()
    door = MeetingPoint(env, 2, not_before=2000, patience=1800)
    (notes,) = live([stop(0, BASE, A, door=0), stop(1, A, B), home(2, B)], env=env, doors=[door])
    assert notes[0][5:] == (1100, 3800, 3800, 3800)
    assert notes[1][1] == A
    assert door.lost


def test_a_lost_visit_is_left_out_by_the_other():
    """Whoever gives up calls the colleague, who does not go there any more and drives on from where they are."""
    env = simpy.Environment()
    door = MeetingPoint(env, 2, not_before=0, patience=100)
    one = [stop(0, BASE, A, door=0), home(1, A)]
    two = [stop(2, BASE, B), stop(3, B, A, door=0), stop(4, A, C, luck=2.0), home(5, C)]
    first, second = live(one, two, env=env, doors=[door])
    assert first[0][5:] == (1100, 1200, 1200, 1200)
    assert [note[0] for note in second] == [2, 4, 5]
    assert second[1][:6] == (4, B, C, 1860, 1860, 2060)  # not the road from A, at its luck


def test_a_colleague_who_is_under_way_finds_nobody():
    """Too late at the door is a lost visit, without another wait."""
    env = simpy.Environment()
    door = MeetingPoint(env, 2, not_before=0, patience=100)
    one = [stop(0, BASE, A, door=0), home(1, A)]
    two = [stop(2, BASE, A, luck=5.0, door=0), home(3, A)]
    _, second = live(one, two, env=env, doors=[door])
    assert second[0][5:] == (1500, 1500, 1500, 1500)


def test_coming_with_the_last_second_of_patience_counts():
    """At the very second at which one gives up and the other comes they agree on what happened."""
    env = simpy.Environment()
    door = MeetingPoint(env, 2, not_before=0, patience=100)
    one = [stop(0, BASE, A, door=0), home(1, A)]
    two = [stop(2, BASE, A, luck=2.0, door=0), home(3, A)]
    first, second = live(one, two, env=env, doors=[door])
    assert first[0][6:] == second[0][6:]


def test_two_people_who_wait_for_each_other_elsewhere_get_unstuck():
    """A circle of meetings ends with lost visits and not with a world that stands still."""
    env = simpy.Environment()
    doors = [MeetingPoint(env, 2, not_before=0, patience=1800) for _ in range(2)]
    one = [stop(0, BASE, A, door=0), stop(1, A, B, door=1), home(2, B)]
    two = [stop(3, BASE, B, door=1), stop(4, B, A, door=0), home(5, A)]
    for notes in live(one, two, env=env, doors=doors):
        assert notes[-1][2] == BASE
    assert any(door.lost for door in doors)


def test_times_stay_integers():
    """Seconds are whole, so that the account of a duty can balance to the second."""
    env = simpy.Environment()
    door = MeetingPoint(env, 2, not_before=0, patience=1800)
    routes = [[stop(k, BASE, A, luck=1.37, door=0), home(k + 2, A)] for k in range(2)]
    assert np.array(live(*routes, env=env, doors=[door])).dtype.kind == "i"
