"""Reading files that people write: YAML by the safe loader, checked by pydantic, all faults at once and in sentences."""

from __future__ import annotations

import types
import typing
from collections.abc import Iterable, Iterator, Sequence
from importlib import resources
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, ValidationError

from .errors import Fault, InputError, nearest

Model = TypeVar("Model", bound=BaseModel)

SHIPPED = {"scenario": "", "policy": "policies", "sweep": "sweeps"}  # folder of each kind below scenarios/


class _StrictLoader(yaml.SafeLoader):
    """The safe loader, which also refuses a key that is given twice (plain YAML silently keeps the last), and says where a value
    looks like a date or number and is none (2026-13-02).
    """

    def construct_object(self, node: yaml.Node, deep: bool = False) -> Any:
        try:
            return super().construct_object(node, deep=deep)  # type: ignore[no-untyped-call]
        except ValueError as error:
            raise yaml.constructor.ConstructorError(None, None, f"{node.value} cannot be ({error})", node.start_mark) from None

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        seen = set()
        for key_node, _ in node.value:
            key = self.construct_object(key_node, deep=True)  # type: ignore[no-untyped-call]
            if isinstance(key, str | int | float | bool) and key in seen:
                raise yaml.constructor.ConstructorError(None, None, f"the key '{key}' is given twice", key_node.start_mark)
            seen.add(key if isinstance(key, str | int | float | bool) else id(key_node))
        return super().construct_mapping(node, deep=deep)


def shipped(kind: str) -> dict[str, Path]:
    """Names and files of what comes with the package: every ``kind`` is one of :data:`SHIPPED`."""
    package = __name__.split(".")[0]
    folder = Path(str(resources.files(f"{package}.scenarios"))) / SHIPPED[kind]
    return {path.stem: path for path in sorted(folder.glob("*.yaml"))}


def find(kind: str, name: str | Path) -> Path:
    """Return the file behind a shipped name (``tanum``) or a path (``mine/town.yaml``).

    Raises
    ------
    InputError
        If there is neither such a name nor such a file.
    """
    known = shipped(kind)
    if str(name) in known:
        return known[str(name)]
    path = Path(name)
    if path.is_file():
        return path
    if path.suffix in {".yaml", ".yml"} or len(path.parts) > 1:
        raise InputError(Fault(str(name), f"there is no such {kind} file"))
    raise InputError(
        Fault(str(name), f"there is no {kind} of that name; {nearest(str(name), known)}. A path to a YAML file works too")
    )


def read_yaml(path: Path) -> dict[str, Any]:
    """Read a YAML file whose top level is a mapping.

    Raises
    ------
    InputError
        If the file cannot be read, is not YAML or is not a mapping.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "it is not a text file in UTF-8"
        raise InputError(Fault(str(path), f"cannot be read: {reason}")) from None
    try:
        data = yaml.load(text, Loader=_StrictLoader)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        where = f"{path}, line {mark.line + 1}, column {mark.column + 1}" if mark else str(path)
        problem = str(getattr(error, "problem", None) or error)
        problem = "indent with spaces; a tab may not begin anything" if "'\\t'" in problem else problem
        raise InputError(Fault(where, f"this is not YAML: {problem}")) from None
    if not isinstance(data, dict):
        raise InputError(Fault(str(path), "the file must hold names with values (name: value), not " + _kind_of(data)))
    return data


def validate(model: type[Model], data: dict[str, Any], file: str | Path) -> Model:
    """Check ``data`` against ``model``.

    Raises
    ------
    InputError
        With one :class:`Fault` for everything that is wrong, each with the file and the path within it.
    """
    try:
        return model.model_validate(data)
    except ValidationError as error:
        faults = dict.fromkeys(_fault(model, problem, str(file)) for problem in error.errors(include_url=False))
        raise InputError(*faults) from None


_WANTED = {  # beginnings of pydantic's error types, and what a person would call the thing that is wanted
    "int_": "a whole number",
    "float_": "a number",
    "string_type": "text",
    "bool_": "true or false",
    "tuple_type": "a list ([..., ...])",
    "list_type": "a list ([..., ...])",
    "model_": "names with values (name: value)",
    "dict_": "names with values (name: value)",
    "date_": "a date (2026-03-02)",
    "too_long": "a shorter list",
    "too_short": "a longer list",
    "finite_number": "a finite number",
}


def _fault(model: type[BaseModel], problem: Any, file: str) -> Fault:
    location = tuple(part for part in problem["loc"] if not _is_tag(part))
    kind, found = problem["type"], problem.get("input")
    path = ".".join(str(part) for part in location)
    where = f"{file}: {path}" if path else file
    if kind == "extra_forbidden":
        allowed = list(_fields_at(model, location[:-1]))
        return Fault(where, f"unknown key '{location[-1]}'; {nearest(str(location[-1]), allowed)}")
    if kind == "missing":
        return Fault(where, "is missing")
    if kind in {"value_error", "assertion_error"}:
        return Fault(where, str(problem["msg"]).removeprefix("Value error, ").removeprefix("Assertion failed, "))
    if kind == "literal_error":
        allowed = [str(choice) for choice in _choices(problem["ctx"]["expected"])]
        return Fault(where, f"{_say(found)} is not possible; {nearest(str(found), allowed)}")
    if wanted := next((words for start, words in _WANTED.items() if kind.startswith(start)), None):
        return Fault(where, f"must be {wanted}, not {_say(found)}")
    message = str(problem["msg"]).removeprefix("Input should be ")
    return Fault(
        where, f"must be {message}, not {_say(found)}" if message != problem["msg"] else f"{message} (found {_say(found)})"
    )


def _is_tag(part: Any) -> bool:
    """Whether a part of a pydantic location names a branch of a union, not a place in the file."""
    return isinstance(part, str) and ("[" in part or part in {"Quantity", "float", "int", "str", "function-after"})


def _choices(expected: str) -> list[str]:
    return [word.strip().strip("'\"") for word in expected.replace(" or ", ", ").split(",") if word.strip()]


def _fields_at(model: Any, location: Sequence[Any]) -> Iterable[str]:
    """Names of the fields that a file may give at a location, found by walking the model's types."""
    for part in location:
        field = getattr(model, "model_fields", {}).get(part)
        model = next(_models_in(field.annotation), None) if field is not None else model
        if model is None:
            return ()
    return getattr(model, "model_fields", {})


def _models_in(annotation: Any) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and not isinstance(annotation, types.GenericAlias) and issubclass(annotation, BaseModel):
        yield annotation
    for inner in typing.get_args(annotation):
        yield from _models_in(inner)


def _kind_of(value: Any) -> str:
    names = {
        type(None): "nothing",
        bool: "true or false",
        int: "a number",
        float: "a number",
        str: "text",
        list: "a list",
        dict: "a mapping",
    }
    return names.get(type(value), type(value).__name__)


def _say(value: Any) -> str:
    if isinstance(value, str | int | float) and not isinstance(value, bool):
        return repr(value) if len(repr(value)) < 60 else _kind_of(value)
    return "true" if value is True else "false" if value is False else _kind_of(value)
