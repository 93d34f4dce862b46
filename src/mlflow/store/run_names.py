"""Names for runs and models that were given none: ``calm-otter-42``."""

from __future__ import annotations

import random
from typing import Final


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


_ADJECTIVES: Final = _words("""
    able agile airy alert amber ample apt arctic ardent avid azure basic bold brave breezy brief bright brisk calm
    candid careful casual clean clear clever cobalt cool coral cosmic cozy crisp curious daring dapper deep deft
    dusky eager early easy elated epic even exact fair famous fancy fast fine firm fleet fluent fond frank free
    fresh frosty gentle giddy glad golden grand green handy happy hardy hearty honest humble icy ideal indigo jade
    jolly jovial keen kind lively loyal lucid lucky lunar magic mellow merry mighty mild misty modest neat nimble
    noble novel olive open orderly patient placid plucky polite prime proud quick quiet rapid ready regal robust
    rosy rugged rustic sage salty scarlet serene sharp shiny silent silver sleek smart smooth snug solar solid
    sonic spry stable steady stellar still stoic sturdy subtle sunny super sure swift tall teal tender thrifty tidy
    tireless tranquil trusty upbeat urban valiant velvet vivid warm wary whole wild wise witty zesty
""")
_NOUNS: Final = _words("""
    acorn anchor aspen badger bamboo basin beacon beaver birch bison breeze bridge brook canal canyon cedar cliff
    cloud clover cobra comet condor coral crane creek cricket current dam delta dingo dolphin dove dune eagle eddy
    egret elm ember falcon fern ferry finch fjord flume forest fox gale gecko geyser glacier glade gorge grove
    gull harbor hare hawk hazel heron hill hollow ibis inlet island ivy jay jetty kelp kestrel kite lagoon lake
    lark laurel ledge lemur lily lynx maple marsh marten meadow mesa mill mist moose moss newt oak oasis ocean
    orca osprey otter owl panda peak pebble pier pine plover pond poplar puffin quail quartz rapids raven reed
    reef ridge river robin salmon seal sluice sparrow spring spruce stork stream summit swan tern thicket tide
    toucan trout tundra turbine valley walnut weir whale willow wolf wren zebra
""")
_LONGEST: Final = 20
# A generator of its own: names must differ even where a script seeds Python's, and must not disturb its numbers.
_chance: Final = random.SystemRandom()


def random_name() -> str:
    """A name of the form ``<adjective>-<noun>-<number>``, at most 20 characters long."""
    while True:
        name = f"{_chance.choice(_ADJECTIVES)}-{_chance.choice(_NOUNS)}-{_chance.randrange(1000)}"
        if len(name) <= _LONGEST:
            return name
