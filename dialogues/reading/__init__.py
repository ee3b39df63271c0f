"""From a customer file to a scenario, or to every problem in it with line, column and remedy."""

from dialogues.reading.library import Library, load_library, reload_library
from dialogues.reading.problem import Problem
from dialogues.reading.reader import Reading, read_scenario

__all__ = ["Library", "Problem", "Reading", "load_library", "read_scenario", "reload_library"]
