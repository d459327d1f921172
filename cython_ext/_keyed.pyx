"""Keyed random numbers: Philox4x32-10 and the few functions that turn its bits into distributions.

Only integer arithmetic, the four floating-point operations and square roots are used, all of them exactly defined by IEEE 754:
no ``log`` or ``exp`` of the platform's library, whose last bit differs between machines. ``_keyed_py.py`` is the readable twin.
"""

from libc.math cimport frexp, ldexp, sqrt
from libc.stdint cimport uint32_t, uint64_t


cdef inline uint64_t philox_bits(uint64_t key, uint64_t entity, uint32_t day, uint32_t index, uint32_t* words) noexcept nogil:
    """Ten rounds of Philox4x32 (Salmon et al. 2011); returns the first two words as one number."""
    cdef uint32_t c0 = <uint32_t>entity
    cdef uint32_t c1 = <uint32_t>(entity >> 32)
    cdef uint32_t c2 = day
    cdef uint32_t c3 = index
    cdef uint32_t k0 = <uint32_t>key
    cdef uint32_t k1 = <uint32_t>(key >> 32)
    cdef uint64_t left, right
    cdef int turn
    for turn in range(10):
        left = <uint64_t>0xD2511F53U * c0
        right = <uint64_t>0xCD9E8D57U * c2
        c0 = <uint32_t>(right >> 32) ^ c1 ^ k0
        c1 = <uint32_t>right
        c2 = <uint32_t>(left >> 32) ^ c3 ^ k1
        c3 = <uint32_t>left
        k0 += 0x9E3779B9U
        k1 += 0xBB67AE85U
    if words != NULL:
        words[0], words[1], words[2], words[3] = c0, c1, c2, c3
    return (<uint64_t>c1 << 32) | c0


cdef inline double uniform_at(uint64_t key, uint64_t entity, uint32_t day, uint32_t index) noexcept nogil:
    """52 bits and a half step: strictly between 0 and 1, and exact."""
    return (<double>(philox_bits(key, entity, day, index, NULL) >> 12) + 0.5) * 2.220446049250313e-16


cdef inline double log_of(double x) noexcept nogil:
    """Natural logarithm of a positive normal number, by the reduction and polynomial of fdlibm's e_log."""
    cdef int k
    cdef double f = frexp(x, &k)
    cdef double s, z, w, t1, t2, half
    if f < 0.7071067811865476:
        f *= 2.0
        k -= 1
    f -= 1.0
    s = f / (2.0 + f)
    z = s * s
    w = z * z
    t1 = w * (3.999999999940941908e-01 + w * (2.222219843214978396e-01 + w * 1.531383769920937332e-01))
    t2 = z * (6.666666666666735130e-01 + w * (2.857142874366239149e-01 + w * (1.818357216161805012e-01 + w * 1.479819860511658591e-01)))
    half = 0.5 * f * f
    return k * 6.93147180369123816490e-01 - ((half - (s * (half + (t1 + t2)) + k * 1.90821492927058770002e-10)) - f)


cdef inline double exp_of(double x) noexcept nogil:
    """Exponential of a number between -700 and 700, by the reduction and polynomial of fdlibm's e_exp."""
    cdef int k = <int>(1.44269504088896338700 * x + (-0.5 if x < 0.0 else 0.5))
    cdef double high = x - k * 6.93147180369123816490e-01
    cdef double low = k * 1.90821492927058770002e-10
    cdef double r = high - low
    cdef double t = r * r
    cdef double c = r - t * (
        1.66666666666666019037e-01
        + t * (-2.77777777770155933842e-03 + t * (6.61375632143793436117e-05 + t * (-1.65339022054652515390e-06 + t * 4.13813679705723846039e-08)))
    )
    return ldexp(1.0 - ((low - (r * c) / (2.0 - c)) - high), k)


cdef inline double normal_of(double p) noexcept nogil:
    """Inverse of the standard normal distribution function: Wichura 1988, algorithm AS 241 (PPND16)."""
    cdef double q = p - 0.5
    cdef double r, x
    if -0.425 <= q <= 0.425:
        r = 0.180625 - q * q
        return q * (
            (((((((2509.0809287301226727 * r + 33430.575583588128105) * r + 67265.770927008700853) * r + 45921.953931549871457) * r
            + 13731.693765509461125) * r + 1971.5909503065514427) * r + 133.14166789178437745) * r + 3.387132872796366608)
            / (((((((5226.495278852545925 * r + 28729.085735721942674) * r + 39307.89580009271061) * r + 21213.794301586595867) * r
            + 5394.1960214247511077) * r + 687.1870074920579083) * r + 42.313330701600911252) * r + 1.0)
        )
    r = sqrt(-log_of(p if q < 0.0 else 1.0 - p))
    if r <= 5.0:
        r -= 1.6
        x = (
            (((((((7.7454501427834140764e-4 * r + 0.0227238449892691845833) * r + 0.24178072517745061177) * r + 1.27045825245236838258) * r
            + 3.64784832476320460504) * r + 5.7694972214606914055) * r + 4.6303378461565452959) * r + 1.42343711074968357734)
            / (((((((1.05075007164441684324e-9 * r + 5.475938084995344946e-4) * r + 0.0151986665636164571966) * r + 0.14810397642748007459) * r
            + 0.68976733498510000455) * r + 1.6763848301838038494) * r + 2.05319162663775882187) * r + 1.0)
        )
    else:
        r -= 5.0
        x = (
            (((((((2.01033439929228813265e-7 * r + 2.71155556874348757815e-5) * r + 0.0012426609473880784386) * r + 0.026532189526576123093) * r
            + 0.29656057182850489123) * r + 1.7848265399172913358) * r + 5.4637849111641143699) * r + 6.6579046435011037772)
            / (((((((2.04426310338993978564e-15 * r + 1.4215117583164458887e-7) * r + 1.8463183175100546818e-5) * r + 7.868691311456132591e-4) * r
            + 0.0148753612908506148525) * r + 0.13692988092273580531) * r + 0.59983220655588793769) * r + 1.0)
        )
    return -x if q < 0.0 else x


def philox(uint64_t key, uint64_t entity, uint32_t day, uint32_t index):
    """All four words of one block, for the known-answer test."""
    cdef uint32_t words[4]
    philox_bits(key, entity, day, index, words)
    return words[0], words[1], words[2], words[3]


def uniform(uint64_t key, uint64_t entity, uint32_t day, uint32_t index):
    return uniform_at(key, entity, day, index)


def normal(double p):
    return normal_of(p)


def log(double x):
    return log_of(x)


def exp(double x):
    return exp_of(x)


def uniforms(uint64_t key, const uint64_t[::1] entity, const uint32_t[::1] day, const uint32_t[::1] index, double[::1] out):
    """Fill ``out``; an argument of length 1 stands for every row."""
    cdef Py_ssize_t i, n = out.shape[0]
    cdef Py_ssize_t e = entity.shape[0] != 1, d = day.shape[0] != 1, x = index.shape[0] != 1
    with nogil:
        for i in range(n):
            out[i] = uniform_at(key, entity[i * e], day[i * d], index[i * x])


def normals(double[::1] values):
    """Replace numbers in (0, 1) by their normal quantiles."""
    cdef Py_ssize_t i
    with nogil:
        for i in range(values.shape[0]):
            values[i] = normal_of(values[i])


def logs(double[::1] values):
    """Replace numbers by their logarithms."""
    cdef Py_ssize_t i
    with nogil:
        for i in range(values.shape[0]):
            values[i] = log_of(values[i])


def exps(double[::1] values):
    """Replace numbers by their exponentials."""
    cdef Py_ssize_t i
    with nogil:
        for i in range(values.shape[0]):
            values[i] = exp_of(values[i])
