"""Failing tasks say where and by which error, never with which words."""

from __future__ import annotations

import importlib
import pkgutil
from traceback import format_exception

import pytest
from django_tasks.base import Task

import gapsessions
from gapsessions.background.discretion import TaskFailed, discreet


def test_error_is_told_without_its_message():
    @discreet
    def read(text):
        try:
            int(text)
        except ValueError as error:
            raise KeyError(text) from error

    with pytest.raises(TaskFailed) as failed:
        read("canary")
    told = "".join(format_exception(failed.value))
    assert "canary" not in told.replace('read("canary")', "")
    assert "KeyError at test_discretion.py:" in told


def test_result_is_passed_on():
    assert discreet(lambda number: number + 1)(1) == 2


def test_every_task_is_discreet():
    found = []
    for module in pkgutil.walk_packages(gapsessions.__path__, "gapsessions."):
        if module.name.rpartition(".")[2] == "tasks":
            members = vars(importlib.import_module(module.name)).values()
            found += [member for member in members if isinstance(member, Task)]
    assert {task.name for task in found} >= {"cluster", "place_new_answers"}
    for task in found:
        assert task.func.__code__ is discreet(lambda: None).__code__, f"{task.module_path} lacks @discreet"
