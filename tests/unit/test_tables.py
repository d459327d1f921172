"""The user's own tables: read whole from CSV and Excel, and every faulty cell reported at once with its place."""

from __future__ import annotations

import shutil
from pathlib import Path

import numpy as np
import openpyxl
import pytest
import yaml
from hemtjanst.models.errors import InputError
from hemtjanst.models.files import find, read_yaml
from hemtjanst.models.geography.section import GeographySection
from hemtjanst.models.population import CatalogueSection, StaffingSection, make_catalogue, make_shifts
from hemtjanst.models.population.cells import clock, degree, number, weekdays, yes_or_no
from hemtjanst.models.population.columns import COLUMNS
from hemtjanst.models.population.tables import People, describe_tables, read_tables
from hemtjanst.models.scenario_file import load_scenario

EXAMPLE = Path(str(find("scenario", "small"))).parent / "tables" / "example"
LOCALITIES = GeographySection.model_validate(read_yaml(find("scenario", "small"))["geography"]).localities


def read(source: Path) -> People:
    """Read tables against the built-in catalogue and shifts."""
    return read_tables(source, make_catalogue(CatalogueSection()), make_shifts(StaffingSection()), LOCALITIES)


@pytest.fixture
def folder(tmp_path) -> Path:
    """A copy of the example to spoil."""
    for table in COLUMNS:
        shutil.copy(EXAMPLE / f"{table}.csv", tmp_path)
    return tmp_path


def spoil(folder: Path, table: str, old: str, new: str) -> list[str]:
    """Change one text in a table, read, and return the faults as sentences."""
    path = folder / f"{table}.csv"
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1, f"{old!r} must be there once"
    path.write_text(text.replace(old, new), encoding="utf-8")
    return faults(folder)


def faults(source: Path) -> list[str]:
    """Faults found in the tables, as sentences."""
    with pytest.raises(InputError) as caught:
        read(source)
    return [str(fault) for fault in caught.value.faults]


def test_the_example_is_read_whole():
    """What stands in the example files is what planning gets: rows, units, defaults, both people of a double visit."""
    people = read(EXAMPLE)
    assert people.client_ids == ("Alma", "Bertil", "Cajsa", "David", "Elsa", "Folke")
    assert people.groups == ("Grebbestad",)
    clients = people.clients([1, 2, 3, 4, 5, 6])
    assert (clients[2].age, clients[2].lives_alone, clients[2].place) == (91, False, 3)
    assert clients[4].forbidden == {5}
    by_name = {need.id: need for need in people.needs}
    cleaning = by_name["Alma/cleaning"]
    assert (cleaning.every_weeks, cleaning.first_week, cleaning.weekdays, cleaning.latest) == (2, 1, (1,), 14 * 60)
    assert by_name["Alma/medication"].minutes == 9
    assert (by_name["Cajsa/morning_care"].people, by_name["Cajsa/morning_care"].minutes) == (2, 32.5)
    assert (by_name["Cajsa/dinner"].weekdays, by_name["Cajsa/dinner2"].weekdays) == ((0, 1, 2, 3, 4), (5, 6))
    assert by_name["David/morning_care"].weekdays == (0, 2, 4, 6)
    assert [need.client for need in people.needs] == sorted(need.client for need in people.needs)
    staff = {person.id: person for person in people.staff}
    assert (staff["usk2"].degree, staff["usk2"].skills, staff["usk3"].shifts) == (0.75, {"delegation"}, {"day", "evening"})
    assert (staff["vb1"].mode, staff["tim1"].employment, staff["pool1"].group) == ("bicycle", "hourly", -1)
    assert people.hours[0] == 31
    assert people.hours[3] == pytest.approx((20 * 8 + 24 * 14 + 50 * 2) / 60 * 30.4375 / 14)


def test_homes_without_coordinates_lie_in_their_locality():
    """A client may be placed by locality alone, always at the same spot; coordinates are kept as they are."""
    people = read(EXAMPLE)
    np.testing.assert_array_equal(people.homes[0], [58.6905, 11.2560])
    kilometres = np.hypot((people.homes[3, 0] - 58.66) * 111.2, (people.homes[3, 1] - 11.26) * 57.8)
    assert 0 < kilometres < 0.3  # Kämpersvik has 150 inhabitants
    np.testing.assert_array_equal(read(EXAMPLE).homes, people.homes)


def test_the_workbook_says_the_same_as_the_csv_files():
    """Excel keeps numbers and times in types of its own; they must mean the same."""
    a, b = read(EXAMPLE), read(EXAMPLE / "example.xlsx")
    np.testing.assert_array_equal(a.homes, b.homes)
    assert (a.needs, a.staff, a.hours, a.ages, a.live_alone, a.forbidden, a.client_ids) == (
        b.needs, b.staff, b.hours, b.ages, b.live_alone, b.forbidden, b.client_ids
    )  # fmt: skip


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
@pytest.mark.parametrize("delimiter", [",", "\t"])
def test_other_separators_and_a_byte_order_mark(folder, encoding, delimiter):
    """Swedish Excel writes semicolons and a byte order mark, others commas and none."""
    for table in COLUMNS:
        path = folder / f"{table}.csv"
        text = path.read_text(encoding="utf-8").replace(",", ".").replace(";", delimiter)
        path.write_text(text, encoding=encoding)
    assert read(folder).needs == read(EXAMPLE).needs


def test_swedish_names_of_tables_and_columns(folder):
    """Tables may come out of a Swedish system as they are."""
    header = "Omsorgstagare;Insats;Minuter;Veckodagar;Tidigast;Senast;Antal personal;Veckointervall;Första vecka"
    text = (folder / "needs.csv").read_text(encoding="utf-8").split("\n", 1)[1]
    for english, swedish in {"morning_care": "morgonhjälp", "mon-fri": "mån-fre", "daily": "alla", "mon wed": "mån, ons"}.items():
        text = text.replace(english, swedish)
    (folder / "Insatser.csv").write_text(f"{header}\n{text}", encoding="utf-8")
    (folder / "needs.csv").unlink()
    (folder / "clients.csv").rename(folder / "brukare.csv")
    (folder / "staff.csv").rename(folder / "personal.csv")
    assert read(folder).needs == read(EXAMPLE).needs


@pytest.mark.parametrize(
    ("table", "old", "new", "said"),
    [
        ("needs", "Alma;morning_care;30", "Alma;morning_care;-30",
         "needs.csv, row 2, column C (minutes): -30 must be at least 1 and at most 720"),
        ("needs", "Alma;morning_care;30", "Alma;morning_care;lång", "needs.csv, row 2, column C (minutes): 'lång' is no number"),
        ("needs", "11:30;13:00", "13:30;13:00", "row 4, column F (latest): the window closes at 13:00, before it opens at 13:30"),
        ("needs", "11:30;13:00", "11:30;25:00", "row 4, column F (latest): '25:00' is no time of day; write it like 07:15"),
        ("needs", "Bertil;shower", "Bertil;showr",
         "row 8, column B (service): there is no service 'showr'; did you mean 'shower'?"),
        ("needs", "Bertil;shower", "Bertl;shower", "row 8, column A (client): there is no client 'Bertl'; did you mean 'Bertil'?"),
        ("needs", "mon wed fri sun", "mon wed fry",
         "row 16, column D (weekdays): 'fry' is no day of the week; did you mean 'fri'?"),
        ("needs", "mon-fri", "fri-mon", "column D (weekdays): 'fri-mon' is no span of days"),
        ("needs", "08:30;2;", "08:30;3;", "column G (people): 3 must be at least 1 and at most 2"),
        ("needs", ";2;2", ";2;3", "column I (first_week): the first week, 3, comes after the 2 weeks of one round"),
        ("needs", "Folke;cleaning", ";cleaning", "row 22, column A (client): is empty"),
        ("needs", "client;service;minutes", "client;service;minuets",
         "row 1, column C (minuets): the column is not known; did you mean 'minutes'?"),
        ("needs", "client;service;minutes;weekdays", "client;service;minutes;tid",
         "column D (tid): the column is there twice, also as minutes"),
        ("needs", ";weekdays;earliest", ";x;earliest",
         "there is no column weekdays (it may be called weekdays, veckodagar, dagar)"),
        ("needs", "Folke;cleaning;90;thu;09:00;14:00;;2;\n", "", "clients.csv, row 7, column A (id): client Folke has no needs"),
        ("clients", "Folke;", "Elsa;", "clients.csv, row 7, column A (id): Elsa is there twice, also in row 6"),
        ("clients", "58,6905;11,2560", "58,6905;", "row 2, column C (lat): latitude and longitude must be given together"),
        ("clients", "58,6905;11,2560", "6511234;11,2560", "row 2, column C (lat): 6511234 must be at least -85 and at most 85"),
        ("clients", ";Kämpersvik;", ";;",
         "row 5, column A (id): it is not said where David lives: give lat and lon, or a locality"),
        ("clients", ";Kämpersvik;", ";Kempersvik;",
         "column E (locality): there is no locality 'Kempersvik'; did you mean 'Kämpersvik'?"),
        ("clients", "David;Grebbestad", "David;", "row 5, column B (group): has no group, but other clients have one"),
        ("clients", "91;no", "91;maybe", "column G (lives_alone): 'maybe' is neither yes (ja) nor no (nej)"),
        ("clients", "9;vb2", "9;vb7", "row 6, column I (not_staff): there is no member of staff 'vb7'; did you mean 'vb2'?"),
        ("staff", ";;evening;bicycle", ";;;bicycle",
         "staff.csv, row 6, column G (shifts): is empty. Kinds of shift the person works"),
        ("staff", ";;evening;bicycle", ";;night;bicycle",
         "row 6, column G (shifts): there is no shift 'night'; allowed: all, day, evening"),
        ("staff", "vb1;Grebbestad", "vb1;Grebestad",
         "row 6, column B (group): no client is in group 'Grebestad'; did you mean 'Grebbestad'?"),
        ("staff", "usk1;Grebbestad;undersköterska", "usk1;Grebbestad;sköterska", "column C (title): 'sköterska' is not known"),
        ("staff", "usk2;Grebbestad;undersköterska;0,75", "usk2;Grebbestad;undersköterska;0", "must be more than 0"),
        ("staff", "pool1;;", "pool1;Grebbestad;", "row 9, column B (group): the pool belongs to no group; leave 'Grebbestad' out"),
        ("staff", "usk2;", "usk1;", "row 3, column A (id): usk1 is there twice, also in row 2"),
    ],
)  # fmt: skip
def test_faulty_cells(folder, table, old, new, said):
    """Each fault names file, row and column as the person sees them, what is wrong, and what is allowed."""
    assert any(said in fault for fault in spoil(folder, table, old, new)), faults(folder)


def test_all_faults_are_reported_at_once(folder):
    """Somebody with 400 rows to mend wants the whole list, each cell once, not one fault at a time."""
    path = folder / "needs.csv"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("Alma;morning_care;30;daily", "Alma;morning;-3;dayly"), encoding="utf-8")
    found = spoil(folder, "staff", "vb2;Grebbestad", "vb2;Grebb")
    assert len(found) == len(set(found)) == 4
    for place in (
        "needs.csv, row 2, column B",
        "needs.csv, row 2, column C",
        "needs.csv, row 2, column D",
        "staff.csv, row 7, column B",
    ):
        assert sum(fault.startswith(place) for fault in found) == 1


def test_a_need_that_nobody_can_see_to(folder):
    """A skill that nobody in the group or the pool has, and a double visit in a group of one, can never be planned."""
    path = folder / "staff.csv"
    path.write_text(path.read_text(encoding="utf-8").replace(";delegation;", ";;"), encoding="utf-8")
    found = faults(folder)
    assert len(found) == 2
    assert "needs.csv, row 3, column B (service): nobody in group Grebbestad or the pool has the skill 'delegation'" in found[0]
    header, first = path.read_text(encoding="utf-8").split("\n")[:2]
    path.write_text(f"{header}\n{first.replace(';;', ';delegation;', 1)}\n", encoding="utf-8")
    assert any("there are not two people that morning_care needs" in fault for fault in faults(folder))


def test_a_group_without_staff(folder):
    """Clients whom nobody can visit are a mistake in the tables."""
    found = spoil(folder, "clients", "Folke;Grebbestad", "Folke;Fjällbacka")
    assert any("nobody works in group Fjällbacka" in fault for fault in found)


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (lambda folder: folder / "nothing", "neither a folder with CSV files nor an Excel workbook"),
        (
            lambda folder: (folder / "needs.csv").unlink() or folder,
            "there is no table needs: no needs.csv (or insatser.csv, behov.csv)",
        ),
        (lambda folder: (folder / "needs.csv").write_text("\n") and folder, "needs.csv, row 1: the table is empty"),
        (lambda folder: (folder / "needs.csv").write_bytes("client;é".encode("latin-1")) and folder, "is not in UTF-8"),
        (
            lambda folder: (folder / "needs.csv").write_text("client;service\nAlma;lunch;30") and folder,
            "row 2: has more cells than the 2",
        ),
        (lambda folder: (folder / "needs.csv").write_text("client;service\n") and folder, "there are no rows below the titles"),
        (lambda folder: (folder / "needs.csv").write_text('client;"service\nAlma;lunch') and folder, "is no CSV table"),
        (lambda folder: (folder / "a.xlsx").write_text("no") and folder / "a.xlsx", "is no Excel workbook, or a damaged one"),
    ],
)
def test_unreadable_tables(folder, make, said):
    """Missing, empty, damaged and wrongly saved files are told apart."""
    assert any(said in fault for fault in faults(make(folder)))


def test_faults_in_a_workbook_name_the_sheet(tmp_path):
    """In Excel the cell is found by sheet, row and column letter; a missing sheet is named with those that are there."""
    book = openpyxl.load_workbook(EXAMPLE / "example.xlsx")
    book["needs"]["C2"] = -1
    book.save(tmp_path / "mine.xlsx")
    assert faults(tmp_path / "mine.xlsx") == [
        "mine.xlsx, sheet needs, row 2, column C (minutes): -1 must be at least 1 and at most 720"
    ]
    book.remove(book["staff"])
    book.save(tmp_path / "mine.xlsx")
    assert "there is no sheet 'staff' (or personal, medarbetare); there are: clients, needs" in faults(tmp_path / "mine.xlsx")[0]


def test_cells():
    """What people write for the same thing is read as the same."""
    assert weekdays("mån-fre") == weekdays("weekdays") == weekdays("Mon Tue, wed/thu;fri") == (0, 1, 2, 3, 4)
    assert weekdays("helg mon") == (0, 5, 6)
    assert clock("7.15") == clock("07:15") == clock("07:15:00") == 435
    assert number()("1 234,5") == number()(1234.5) == 1234.5
    assert degree("75 %") == degree("75") == degree(0.75) == degree("0,75") == 0.75
    assert [yes_or_no(cell) for cell in ("Ja", "NO", 1, 0, True)] == [True, False, True, False, True]


def test_every_column_is_described():
    """The description is made from the columns themselves, so it cannot fall behind."""
    text = describe_tables()
    for columns in COLUMNS.values():
        for column in columns:
            assert f"| {column.name} | {', '.join(column.also)} |" in text
            assert column.about in text


def test_a_scenario_of_the_users_own_tables(tmp_path):
    """The road from a municipality's own files to a scenario: the small coast with the six people of the example."""
    data = read_yaml(find("scenario", "small"))
    shutil.copytree(EXAMPLE, tmp_path / "mine")
    data = {key: data[key] for key in ("name", "start", "geography")} | {"tables": "mine"}
    (tmp_path / "coast.yaml").write_text(yaml.safe_dump(data), encoding="utf-8")
    scenario = load_scenario(tmp_path / "coast.yaml")
    assert [client.id for client in scenario.clients] == ["Alma", "Bertil", "Cajsa", "David", "Elsa", "Folke"]
    assert [group.id for group in scenario.groups] == ["Grebbestad"]
    assert scenario.places.ids[scenario.groups[0].base] == "Grebbestad"
    assert (scenario.needs, scenario.staff) == (read(EXAMPLE).needs, read(EXAMPLE).staff)
    elsa = scenario.clients[4]
    assert (scenario.places.lat[elsa.place], scenario.places.lon[elsa.place]) == (58.7498, 11.1832)
    metres = scenario.travel.metres[0][scenario.groups[0].base, elsa.place]
    assert 6_500 < metres < 15_000  # Havstenssund is 8 km from Grebbestad as the crow flies
