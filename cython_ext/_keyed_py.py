"""Plain Python twin of the kernel ``_keyed.pyx``: the same numbers, bit for bit, in code that reads like the papers."""

from __future__ import annotations

from math import frexp, ldexp, sqrt

WORD = 0xFFFFFFFF
MULTIPLIERS = 0xD2511F53, 0xCD9E8D57
WEYL = 0x9E3779B9, 0xBB67AE85  # golden ratio and sqrt(3) - 1
LN2_HIGH, LN2_LOW = 6.93147180369123816490e-01, 1.90821492927058770002e-10

LOG = (
    6.666666666666735130e-01,
    3.999999999940941908e-01,
    2.857142874366239149e-01,
    2.222219843214978396e-01,
    1.818357216161805012e-01,
    1.531383769920937332e-01,
    1.479819860511658591e-01,
)
EXP = (
    4.13813679705723846039e-08,
    -1.65339022054652515390e-06,
    6.61375632143793436117e-05,
    -2.77777777770155933842e-03,
    1.66666666666666019037e-01,
)
# Wichura's numerators and denominators: the centre, the flanks, the far tails; highest power first.
CENTRE = (
    (
        2509.0809287301226727,
        33430.575583588128105,
        67265.770927008700853,
        45921.953931549871457,
        13731.693765509461125,
        1971.5909503065514427,
        133.14166789178437745,
        3.387132872796366608,
    ),
    (
        5226.495278852545925,
        28729.085735721942674,
        39307.89580009271061,
        21213.794301586595867,
        5394.1960214247511077,
        687.1870074920579083,
        42.313330701600911252,
        1.0,
    ),
)
FLANK = (
    (
        7.7454501427834140764e-4,
        0.0227238449892691845833,
        0.24178072517745061177,
        1.27045825245236838258,
        3.64784832476320460504,
        5.7694972214606914055,
        4.6303378461565452959,
        1.42343711074968357734,
    ),
    (
        1.05075007164441684324e-9,
        5.475938084995344946e-4,
        0.0151986665636164571966,
        0.14810397642748007459,
        0.68976733498510000455,
        1.6763848301838038494,
        2.05319162663775882187,
        1.0,
    ),
)
TAIL = (
    (
        2.01033439929228813265e-7,
        2.71155556874348757815e-5,
        0.0012426609473880784386,
        0.026532189526576123093,
        0.29656057182850489123,
        1.7848265399172913358,
        5.4637849111641143699,
        6.6579046435011037772,
    ),
    (
        2.04426310338993978564e-15,
        1.4215117583164458887e-7,
        1.8463183175100546818e-5,
        7.868691311456132591e-4,
        0.0148753612908506148525,
        0.13692988092273580531,
        0.59983220655588793769,
        1.0,
    ),
)


def philox(key: int, entity: int, day: int, index: int) -> tuple[int, int, int, int]:
    """Philox4x32-10 of Salmon, Moraes, Dror and Shaw, "Parallel random numbers: as easy as 1, 2, 3", SC 2011."""
    c = [entity & WORD, entity >> 32, day, index]
    k = [key & WORD, key >> 32]
    for _ in range(10):
        left, right = MULTIPLIERS[0] * c[0], MULTIPLIERS[1] * c[2]
        c = [right >> 32 ^ c[1] ^ k[0], right & WORD, left >> 32 ^ c[3] ^ k[1], left & WORD]
        k = [(k[0] + WEYL[0]) & WORD, (k[1] + WEYL[1]) & WORD]
    return c[0], c[1], c[2], c[3]


def uniform(key: int, entity: int, day: int, index: int) -> float:
    """A number strictly between 0 and 1 from the highest 52 of the first 64 bits."""
    low, high, _, _ = philox(key, entity, day, index)
    return ((high << 32 | low) // 2**12 + 0.5) * 2.0**-52


def log(x: float) -> float:
    """Natural logarithm after fdlibm's ``e_log.c``."""
    f, k = frexp(x)
    if f < 0.7071067811865476:
        f, k = f * 2.0, k - 1
    f -= 1.0
    s = f / (2.0 + f)
    z = s * s
    w = z * z
    t1 = w * (LOG[1] + w * (LOG[3] + w * LOG[5]))
    t2 = z * (LOG[0] + w * (LOG[2] + w * (LOG[4] + w * LOG[6])))
    half = 0.5 * f * f
    return k * LN2_HIGH - ((half - (s * (half + (t1 + t2)) + k * LN2_LOW)) - f)


def exp(x: float) -> float:
    """Exponential after fdlibm's ``e_exp.c``."""
    k = int(1.44269504088896338700 * x + (-0.5 if x < 0.0 else 0.5))
    high, low = x - k * LN2_HIGH, k * LN2_LOW
    r = high - low
    t = r * r
    c = r - t * horner(EXP, t)
    return ldexp(1.0 - ((low - (r * c) / (2.0 - c)) - high), k)


def normal(p: float) -> float:
    """Inverse normal distribution function: Wichura, "The percentage points of the normal distribution", AS 241, 1988."""
    q = p - 0.5
    if abs(q) <= 0.425:
        r = 0.180625 - q * q
        return q * (horner(CENTRE[0], r) / horner(CENTRE[1], r))
    r = sqrt(-log(p if q < 0.0 else 1.0 - p))
    (above, below), r = (FLANK, r - 1.6) if r <= 5.0 else (TAIL, r - 5.0)
    x = horner(above, r) / horner(below, r)
    return -x if q < 0.0 else x


def horner(coefficients: tuple[float, ...], x: float) -> float:
    """Polynomial by Horner's rule, highest power first."""
    value = coefficients[0]
    for coefficient in coefficients[1:]:
        value = value * x + coefficient
    return value
