"""The words that posts are made of: topics with their nouns and keywords, sentence patterns."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Topic:
    """What a post is about. Topics share patterns and adjectives, but hardly a noun."""

    nouns: tuple[str, ...]
    keywords: tuple[str, ...]


def _topics(text: str) -> tuple[Topic, ...]:
    """Read topics: nouns, a bar, keywords; an empty line between two topics."""
    topics = []
    for block in text.strip().split("\n\n"):
        nouns, _, keywords = " ".join(block.split()).partition(" | ")
        topics.append(Topic(tuple(nouns.split()), tuple(keywords.split(", "))))
    return tuple(topics)


TOPICS = _topics("""
battery electrolyte anode cathode separator module pack coolant dendrite capacity busbar casing |
battery, cell chemistry, battery health, solid state, thermal runaway, second life, battery pack,
degradation

charger socket cable plug connector kilowatt meter tariff queue wallbox canopy transformer |
charging, fast charging, home charging, charging network, roaming, load balancing, charging
etiquette, kerbside

lease instalment deposit contract lessor mileage clause penalty balloon handback insurer annex |
leasing, lease return, company cars, leasing contract, excess mileage, balloon payment, early
exit, novation

auction bidder hammer lot catalogue grader consignor reserve paddle bid viewing auctioneer |
auctions, grading, remarketing, online auctions, condition report, reserve price, bidding,
consignment

container vessel port berth stevedore lashing manifest hold deck consignee crane quay | shipping,
ro-ro, freight rates, port congestion, bill of lading, marine insurance, transhipment, demurrage

tariff-code customs broker duty declaration invoice valuation warehouse inspector seal bond levy |
customs, import duty, tariffs, rules of origin, bonded warehouse, valuation, export licence, free
trade

tyre tread sidewall rim bead pressure valve compound groove ply belt wheelarch | tyres, winter
tyres, tyre wear, tyre labels, wheel alignment, tyre pressure, run flat, all season

brake caliper disc pad fluid pedal booster rotor shoe drum hose piston | brakes, brake wear,
regenerative braking, brake fluid, emergency braking, abs, parking brake, brake dust

dealer showroom salesperson margin stock floorplan franchise quota handover walk-in bonus enquiry
| dealers, franchise, agency model, stocking, dealer margins, showroom, online sales, lead times

paint clearcoat primer scratch dent bodyshop polish gauge filler panel overspray blister |
paintwork, paint thickness, dents, bodyshop, detailing, stone chips, colour trends, ceramic
coating

rust sill subframe chassis seam drain undertray bracket salt scale perforation weld | corrosion,
underbody, rust proofing, salvage, flood damage, chassis, sills, welding

gearbox clutch flywheel synchro ratio shaft torque selector sump converter bearing mainshaft |
transmission, automatic gearbox, clutch, dual clutch, gear oil, manual gearbox, drivetrain,
differential

engine cylinder camshaft injector turbo manifold gasket valve-train crankshaft oil-filter knock
timing-chain | engines, turbochargers, oil change, timing belts, diesel, petrol, compression test,
emissions

hybrid inverter generator petrol-range motor mode blend traction powersplit creep recuperation
plug-range | hybrids, plug-in hybrids, range extenders, fuel economy, mild hybrids, electric
motors, inverters, hybrid tax

sensor camera radar lidar lane fusion blindspot calibration windscreen chime alert bracket-mount |
driver assistance, autonomy, sensors, calibration, lane keeping, adaptive cruise, safety ratings,
parking aids

software update firmware gateway subscription licence server dashboard patch handset bootloader
telemetry | software updates, connectivity, subscriptions, infotainment, cybersecurity, data
privacy, apps, over the air

insurance premium excess claim assessor cover policyholder write-off underwriter courtesy-car loss
quotation | insurance, write-offs, claims, gap cover, courtesy cars, telematics, premiums, no
claims bonus

finance lender score interest guarantor repayment arrears principal broker-fee term credit
statement | car finance, interest rates, credit checks, refinancing, deposits, affordability, loan
terms, hire purchase

pickup tailgate bed towbar payload trailer hitch axle winch ladder-frame canopy-rack tonneau |
pickups, towing, payload, trailers, commercial vehicles, off road, four wheel drive, load security

van courier parcel shelf route depot bulkhead loadspace roundsman dispatch roof-rack stop | vans,
last mile, fleets, electric vans, route planning, conversions, fleet management, depot charging

classic carburettor chrome marque restorer concours patina wiring-loom trim heritage upholstery
barn-find | classic cars, restoration, provenance, originality, parts supply, club racing,
storage, concours

homologation standard type-plate test-house regulation certificate headlamp limit lab witness
approval retrofit | homologation, type approval, right hand drive, regulation, testing,
conformity, grey imports, recalls

resale residual depreciation guidebook curve segment cohort comparables index forecast
part-exchange appraiser | resale value, depreciation, used prices, market data, part exchange,
forecasts, mileage, buying guide

service garage technician interval warranty diagnostic ramp spanner bulletin labour-rate stamp
logbook | servicing, warranty, service history, independent garages, diagnostics, spare parts,
ownership costs, labour rates

market analyst volume registration brand launch exporter capacity-plan share rebate supply-chain
output | market trends, exports, new brands, registrations, electric vehicles, price war, supply
chain, factories
""")

ADJECTIVES = (
    "plain steady sudden quiet honest costly cheap early late narrow broad careful hasty useful"
    " modest bold dry cold warm heavy light recent common rare local distant clear vague small"
    " large sound worn fresh weak firm slow quick patient"
).split()

ADVERBS = (
    "slowly rarely often plainly soon twice mostly nearly seldom gladly quietly well again"
    " elsewhere carefully early late together apart once"
).split()

VERBS = (
    "changes limits explains costs follows needs hides shows carries outlasts replaces supports"
    " decides delays protects weakens improves spoils reaches matches"
).split()

PATTERNS = (
    "The {a} {n} {v} the {m}, and {name} has known it {d}.",
    "Nobody at {name} expected the {n} to matter more than the {m}.",
    "Ask for the {n} first; the {m} can wait, however {a} it looks.",
    "A {a} {n} is worth more than a {b} {m}.",
    "In the {number} cases we looked at, the {n} {v} the {m} {d}.",
    "What the {n} saves in a month, the {m} takes back in a year.",
    "It is *the {n}*, not the {m}, that {v} what comes after.",
    "There is a **{a} {n}** behind every {b} {m}.",
    "We measured the {n} at {number} and the {m} at {other}, which is {a} for {name}.",
    "The [{n} of {name}](https://{host}.example/{n}/{number}) {v} more than its {m}.",
    "Read [the notes on the {m}](https://notes.example/{m}) before you sign for the {n}.",
    "Few people check the {n} {d}, although the {m} depends on it.",
    "When the {m} fails, the {n} is {d} to blame.",
    "Between {name} and {rival} the difference lies in the {n}, and it is {a}.",
    "A buyer who knows the {n} pays {number} less for the {m}.",
    "Write down what the {n} says, take a picture of the {m}, and keep both.",
    "The older the {n}, the more {a} the {m} becomes.",
    "If the {n} is {a}, leave; if the {m} is, ask why.",
    "Set the `{n}` to {number} and watch the {m} for a week.",
    "Our own {n} came from {rival}, and its {m} was {a} from the first day.",
    "Some say that the {m} {v} everything; the figures of {name} say otherwise.",
    "You can hear a {a} {n} before you see the {b} {m}.",
    "It took {number} days to find the {n}, and an hour to put the {m} right.",
    "Treat the {n} {d}: it is the only {m} you have.",
    "The {n} belongs to the {m} as a key belongs to its lock.",
    "For {name} this was a {a} lesson in what a {n} can do to a {m}.",
    "Prices for the {n} rose by {number} per cent while the {m} stood still.",
    "One {a} {m} does not make the whole {n} {b}.",
    "Compare the {n} with that of {rival}, **never** with the {m} alone.",
    "Whoever sells the {n} {d} forgets to mention the {m}.",
)

ITEMS = (
    "The {n}: look at it {d}, and again after {number} days.",
    "**{name}** keeps the {m} apart from the {n}.",
    "A {a} {m}, which [{rival}](https://{host}.example/{m}) offers as well.",
    "No {n} without a {b} {m}.",
    "Ask how {a} the {n} was when the {m} was new.",
    "Count the {m} {d}; there should be {number}.",
)

HEADINGS = (
    "What the {n} tells you",
    "Why the {m} comes first",
    "A {a} look at the {n}",
    "Before you pay for the {m}",
    "The {n} and the {m} at {name}",
    "How {name} does it",
    "What can go wrong",
    "The sums behind the {n}",
)

TITLES = (
    "The {a} {n} and what it {v}",
    "How {name} thinks about the {n}",
    "What a {a} {m} says about the {n}",
    "{number} questions about the {n}",
    "{name} or {rival}: whose {n} is the {b} one?",
    "A {a} {n} for a {b} {m}",
    "Why the {n} {v} the {m}",
)

SYLLABLES = (
    "ba ce dor fa gel ha jo ka lin mo na or pel qui ra sol ta ul ven wa xen yo zi bru cor del fen"
    " gra hol ist kem lau mar nor pri rud sta tor vin zel"
).split()
