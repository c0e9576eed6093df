"""Files, functions and argument lists stay small enough to be read at one sitting."""

from __future__ import annotations

import ast

from tests.architecture.source import Function, Module, module, modules

FILE_LINES, FILE_LINES_HARD = 300, 400
BODY_LINES_HARD = 40
ARGUMENTS_HARD = 5


def body_lines(function: Function) -> int:
    """Lines of a function's body, without its docstring."""
    body = function.body[1:] if ast.get_docstring(function, clean=False) is not None else function.body
    return body[-1].end_lineno - body[0].lineno + 1 if body else 0


def arguments(function: Function) -> int:
    """How many arguments a call can pass, without `self` and `cls`."""
    names = [a.arg for a in (*function.args.posonlyargs, *function.args.args, *function.args.kwonlyargs)]
    return len([name for name in names if name not in ("self", "cls")])


def too_long(found: Module) -> list[str]:
    """The file and the functions of a module that are over a hard limit."""
    lines = found.text.count("\n")
    over = [f"{found.name}: {lines} lines, at most {FILE_LINES_HARD}"] if lines > FILE_LINES_HARD else []
    for function in found.functions():
        if (body := body_lines(function)) > BODY_LINES_HARD:
            where = f"{found.name}:{function.lineno} {function.name}"
            over.append(f"{where}: body of {body}, at most {BODY_LINES_HARD}")
    return over


def too_many_arguments(found: Module) -> list[str]:
    """The functions of a module that take more arguments than a reader can hold."""
    return [
        f"{found.name}:{function.lineno} {function.name}: {count} arguments, at most {ARGUMENTS_HARD}"
        for function in found.functions()
        if (count := arguments(function)) > ARGUMENTS_HARD
    ]


def test_no_file_and_no_function_is_over_its_hard_limit() -> None:
    over = [fault for found in modules("src", "tests", "bench", "docs") for fault in too_long(found)]
    assert not over, "split by subject:\n" + "\n".join(over)


def test_no_function_of_the_package_takes_more_than_five_arguments() -> None:
    over = [fault for found in modules("src") for fault in too_many_arguments(found)]
    assert not over, "make a dataclass of what belongs together:\n" + "\n".join(over)


def test_files_over_the_wished_length_are_named(record_property, capsys) -> None:
    lengths = {found.name: found.text.count("\n") for found in modules("src", "tests", "bench", "docs")}
    long = sorted(((lines, name) for name, lines in lengths.items() if lines > FILE_LINES), reverse=True)
    with capsys.disabled():
        for lines, name in long:
            print(f"\nwished: {FILE_LINES} lines; {name} has {lines}", end="")  # noqa: T201 -- the list is the point
    record_property("long_files", long)


def test_the_budgets_see_a_long_file_a_long_body_and_a_long_list_of_arguments() -> None:
    planted = "def f(a, b, c, *, d, e, g):\n    '''Say.'''\n" + "    a += 1\n" * 400
    faults = [*too_long(module(planted)), *too_many_arguments(module(planted))]
    assert faults == [
        "planted.py: 402 lines, at most 400",
        "planted.py:1 f: body of 400, at most 40",
        "planted.py:1 f: 6 arguments, at most 5",
    ]
