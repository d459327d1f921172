// Many-to-many distances (after PHAST and RPHAST: Delling, Goldberg and Werneck 2011), several sources at a time.
//
// Sources are taken in rank order, so those of one batch share most of their ancestors. Per batch: the upward distances
// of the sources over the union of their ancestors, then one sweep from the roots down over the ancestors of all
// targets. Both walk the elimination tree, in which every arc joins a node with an ancestor: at any moment only the nodes
// between the current one and its root matter, so distances lie in a stack by depth that stays in the first-level cache,
// and the sweep reads nothing else but the arcs, in order.
#pragma once

#include <cstdlib>  // defines __GLIBC__ where there is one

#include "_hierarchy_metric.h"

#if defined(__x86_64__) && defined(__GLIBC__) && defined(__has_attribute)
#if __has_attribute(target_clones)
// The loader picks the instructions the machine has; integers, so every choice gives the same bits.
#define HIERARCHY_CLONES __attribute__((target_clones("avx2", "sse4.2", "default")))
#endif
#endif
#ifdef HIERARCHY_CLONES
#define HIERARCHY_WIDTH 32
#else
#define HIERARCHY_CLONES
#define HIERARCHY_WIDTH 16  // what every 64-bit processor has
#endif
#if defined(__GNUC__)
#define HIERARCHY_INLINE inline __attribute__((always_inline))
#else
#define HIERARCHY_INLINE inline
#endif

namespace hierarchy {

// A row holds one value per source of a batch: reading an arc is shared by many, while a stack of some hundred rows still
// fits the first-level cache. It is worked on as a few vectors, written with the compiler's vector type
// where there is one, because left to itself it spills them.
enum : int32_t { ROW = 128, WIDTH = HIERARCHY_WIDTH, VECTORS = ROW / WIDTH };
template <class V>
constexpr int32_t lanes() {
    return ROW / sizeof(V);
}

#if defined(__GNUC__)
template <class V>
struct VectorOf {
    typedef V type __attribute__((vector_size(WIDTH), aligned(8), may_alias));
};
template <class V>
HIERARCHY_INLINE void lower(typename VectorOf<V>::type& best, const typename VectorOf<V>::type& from, V add) {
    const typename VectorOf<V>::type sum = from + add;
    best = sum < best ? sum : best;
}
#else
template <class V>
struct VectorOf {
    struct type {
        V lane[WIDTH / sizeof(V)];
    };
};
template <class V>
inline void lower(typename VectorOf<V>::type& best, const typename VectorOf<V>::type& from, V add) {
    for (size_t l = 0; l < WIDTH / sizeof(V); ++l) best.lane[l] = std::min<V>(best.lane[l], from.lane[l] + add);
}
#endif

// One direction of a search graph: arcs from each rank up to ancestors, weights in V.
template <class V>
struct Search {
    const int32_t *first, *head;
    const V* weight;
};

// Part of a search graph: the ancestors of some nodes, in rank order, with depths in place of names.
template <class V>
struct Swept {
    std::vector<int32_t> node, first, depth, level;  // level: depth of each node; depth: of each arc's upper end
    std::vector<V> weight;
};

// All nodes reached upwards from `roots`; `mark` is all zero before and after.
template <class V>
void reached(const Search<V>& graph, const std::vector<int32_t>& roots, std::vector<uint8_t>& mark, std::vector<int32_t>& out) {
    out.clear();
    for (int32_t r : roots)
        if (!mark[r]) mark[r] = 1, out.push_back(r);
    for (size_t at = 0; at < out.size(); ++at)
        for (int32_t a = graph.first[out[at]]; a < graph.first[out[at] + 1]; ++a)
            if (!mark[graph.head[a]]) mark[graph.head[a]] = 1, out.push_back(graph.head[a]);
    for (int32_t r : out) mark[r] = 0;
    std::sort(out.begin(), out.end());
}

// Upward distances over `nodes` (ascending). On entry `value` is 0 for each source in its own lane and row, else far;
// `stack` is far before and after; `none` is one row of far.
template <class V>
HIERARCHY_INLINE void climb(const Search<V>& graph, const int32_t* depth, const std::vector<int32_t>& nodes, V* stack, V* value, const V* none) {
    using Vector = typename VectorOf<V>::type;
    const Vector* const empty = reinterpret_cast<const Vector*>(none);
    for (size_t i = 0; i < nodes.size(); ++i) {
        const int32_t v = nodes[i];
        Vector* const own = reinterpret_cast<Vector*>(stack + static_cast<size_t>(depth[v]) * lanes<V>());
        Vector* const kept = reinterpret_cast<Vector*>(value + i * lanes<V>());
        for (int32_t k = 0; k < VECTORS; ++k) lower<V>(kept[k], own[k], 0), own[k] = empty[k];
        for (int32_t a = graph.first[v]; a < graph.first[v + 1]; ++a) {
            Vector* const up = reinterpret_cast<Vector*>(stack + static_cast<size_t>(depth[graph.head[a]]) * lanes<V>());
            for (int32_t k = 0; k < VECTORS; ++k) lower<V>(up[k], kept[k], graph.weight[a]);
        }
    }
}

// Distances over `part` from the roots down. seeds: ranks with a known upward distance, ascending, and their rows in
// `seed`; target[i]: row of node i in `out`, or -1.
template <class V>
HIERARCHY_INLINE void descend(const Swept<V>& part, const std::vector<int32_t>& seeds, const V* seed, V* stack, const V* none, const int32_t* target, V* out) {
    using Vector = typename VectorOf<V>::type;
    // plain pointers: behind a vector object the compiler would read them anew after every store
    const int32_t *const node = part.node.data(), *const first = part.first.data(), *const depth = part.depth.data();
    const int32_t *const level = part.level.data(), *const known = seeds.data();
    const V* const weights = part.weight.data();
    int64_t next = static_cast<int64_t>(seeds.size()) - 1;
    for (int64_t i = static_cast<int64_t>(part.node.size()) - 1; i >= 0; --i) {
        while (next >= 0 && known[next] > node[i]) --next;
        const V* const start = next >= 0 && known[next] == node[i] ? seed + next * lanes<V>() : none;
        Vector best[VECTORS];
        for (int32_t k = 0; k < VECTORS; ++k) best[k] = reinterpret_cast<const Vector*>(start)[k];
        for (int32_t a = first[i], end = first[i + 1]; a < end; ++a) {
            const Vector* const up = reinterpret_cast<const Vector*>(stack + static_cast<size_t>(depth[a]) * lanes<V>());
            const V weight = weights[a];
            for (int32_t k = 0; k < VECTORS; ++k) lower<V>(best[k], up[k], weight);
        }
        Vector* const own = reinterpret_cast<Vector*>(stack + static_cast<size_t>(level[i]) * lanes<V>());
        for (int32_t k = 0; k < VECTORS; ++k) own[k] = best[k];
        if (target[i] < 0) continue;
        Vector* const answer = reinterpret_cast<Vector*>(out + static_cast<size_t>(target[i]) * lanes<V>());
        for (int32_t k = 0; k < VECTORS; ++k) answer[k] = best[k];
    }
}

#define HIERARCHY_WALKS(V)                                                                                                    \
    HIERARCHY_CLONES inline void climb_batch(const Search<V>& graph, const int32_t* depth, const std::vector<int32_t>& nodes,  \
                                             V* stack, V* value, const V* none) {                                             \
        climb<V>(graph, depth, nodes, stack, value, none);                                                                    \
    }                                                                                                                         \
    HIERARCHY_CLONES inline void descend_batch(const Swept<V>& part, const std::vector<int32_t>& seeds, const V* seed,         \
                                               V* stack, const V* none, const int32_t* target, V* out) {                      \
        descend<V>(part, seeds, seed, stack, none, target, out);                                                              \
    }
HIERARCHY_WALKS(int32_t)
HIERARCHY_WALKS(int64_t)
#undef HIERARCHY_WALKS

inline void write(int32_t value, int32_t* time, int32_t*) { *time = value; }
inline void write(int64_t value, int32_t* time, int32_t* length) {
    *time = static_cast<int32_t>(value >> 32);
    *length = *time == FAR ? FAR : static_cast<int32_t>(value & 0xffffffff);
}

// time[i * stride + j * step] (and length alike): from sources[i] to targets[j], both ranks.
template <class V>
void many_to_many(int32_t nodes, int32_t height, const int32_t* depth, const Search<V>& up, const Search<V>& down,
                  const int32_t* sources, int64_t source_count, const int32_t* targets, int64_t target_count,
                  int32_t* time, int32_t* length, int64_t stride, int64_t step) {
    constexpr int32_t LANES = lanes<V>(), BLOCK = 128;
    std::vector<uint8_t> mark(nodes, 0);
    std::vector<int32_t> roots(targets, targets + target_count);
    Swept<V> part;
    reached(down, roots, mark, part.node);
    part.first.push_back(0);
    for (int32_t v : part.node) {
        part.level.push_back(depth[v]);
        for (int32_t a = down.first[v]; a < down.first[v + 1]; ++a)
            part.depth.push_back(depth[down.head[a]]), part.weight.push_back(down.weight[a]);
        part.first.push_back(static_cast<int32_t>(part.depth.size()));
    }
    // Rows of the batch's result: one per distinct target, in sweep order.
    std::sort(roots.begin(), roots.end());
    roots.erase(std::unique(roots.begin(), roots.end()), roots.end());
    std::vector<int32_t> row(part.node.size(), -1), place(target_count);
    for (size_t i = 0, k = 0; i < part.node.size() && k < roots.size(); ++i)
        if (part.node[i] == roots[k]) row[i] = static_cast<int32_t>(k++);
    for (int64_t j = 0; j < target_count; ++j)
        place[j] = static_cast<int32_t>(std::lower_bound(roots.begin(), roots.end(), targets[j]) - roots.begin());

    std::vector<int32_t> turn(source_count), batch, above;
    std::iota(turn.begin(), turn.end(), 0);
    std::stable_sort(turn.begin(), turn.end(), [&](int32_t a, int32_t b) { return sources[a] < sources[b]; });
    std::vector<V> stack(static_cast<size_t>(height) * LANES), none(LANES, far<V>()), value, result(roots.size() * LANES);
    for (int64_t begin = 0; begin < source_count; begin += LANES) {
        const int64_t used = std::min<int64_t>(LANES, source_count - begin);
        batch.clear();
        for (int64_t l = 0; l < used; ++l) batch.push_back(sources[turn[begin + l]]);
        reached(up, batch, mark, above);
        value.assign(above.size() * LANES, far<V>());
        for (int64_t l = 0; l < used; ++l)
            value[(std::lower_bound(above.begin(), above.end(), batch[l]) - above.begin()) * LANES + l] = 0;
        std::fill(stack.begin(), stack.end(), far<V>());
        climb_batch(up, depth, above, stack.data(), value.data(), none.data());
        descend_batch(part, above, value.data(), stack.data(), none.data(), row.data(), result.data());
        // Transposed in blocks, so that each row of the answer is written some cache lines at a time.
        for (int64_t block = 0; block < target_count; block += BLOCK) {
            const int64_t end = std::min<int64_t>(block + BLOCK, target_count);
            for (int64_t l = 0; l < used; ++l) {
                const int64_t line = turn[begin + l] * stride;
                for (int64_t j = block; j < end; ++j) {
                    const int64_t cell = line + j * step;
                    write(result[static_cast<size_t>(place[j]) * LANES + l], time + cell, length + cell);
                }
            }
        }
    }
}

}  // namespace hierarchy
