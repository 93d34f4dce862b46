"""What PyTorch pickles models with: the writer of cloudpickle, which takes classes of ``__main__`` along.

Models name this module as theirs.
"""

from __future__ import annotations

from pickle import HIGHEST_PROTOCOL as HIGHEST_PROTOCOL
from pickle import Unpickler as Unpickler
from pickle import UnpicklingError as UnpicklingError
from pickle import load as load
from pickle import loads as loads

from cloudpickle import Pickler as Pickler
from cloudpickle import dump as dump
from cloudpickle import dumps as dumps
