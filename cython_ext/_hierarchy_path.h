// One fastest path, node by node: both upward searches along the elimination tree, then every hierarchy arc is taken
// apart into the lower triangle that gave it its weight, until only road arcs are left.
#pragma once

#include "_hierarchy_sweep.h"

namespace hierarchy {

template <class V>
class PathFinder {
   public:
    PathFinder(const View& view, const V* weight, const Search<V>& up, const Search<V>& down)
        : g_(view), weight_(weight), up_(up), down_(down) {}

    // Ranks from source to target, both included; empty where there is no way.
    std::vector<int32_t> find(int32_t source, int32_t target) {
        const Reach ahead = climb(up_, source), behind = climb(down_, target);
        // Both chains end at their root; nodes at equal depth are the same ones from the lowest common ancestor upwards.
        V best = far<V>();
        int32_t meeting = -1;
        const size_t shared = std::min(ahead.node.size(), behind.node.size());
        for (size_t k = 1; k <= shared; ++k) {
            const size_t i = ahead.node.size() - k, j = behind.node.size() - k;
            if (ahead.node[i] != behind.node[j]) break;
            const V sum = ahead.value[i] + behind.value[j];
            if (sum < best) best = sum, meeting = static_cast<int32_t>(k);
        }
        path_.clear();
        if (meeting < 0) return path_;
        std::vector<int32_t> steps;
        for (int32_t i = static_cast<int32_t>(ahead.node.size()) - meeting; i >= 0; i = ahead.from[i]) steps.push_back(i);
        path_.push_back(source);
        for (size_t k = steps.size() - 1; k > 0; --k) unpack(ahead.node[steps[k]], ahead.node[steps[k - 1]], true);
        for (int32_t j = static_cast<int32_t>(behind.node.size()) - meeting; behind.from[j] >= 0; j = behind.from[j])
            unpack(behind.node[behind.from[j]], behind.node[j], false);
        return path_;
    }

   private:
    struct Reach {
        std::vector<int32_t> node, from;  // ancestors, nearest first; the step each was reached from
        std::vector<V> value;
    };
    const View& g_;
    const V* weight_;
    const Search<V>&up_, &down_;
    std::vector<int32_t> path_;

    Reach climb(const Search<V>& graph, int32_t start) const {
        Reach out;
        for (int32_t v = start;; v = g_.head[g_.first[v]]) {
            out.node.push_back(v);
            if (g_.first[v] == g_.first[v + 1]) break;
        }
        out.value.assign(out.node.size(), far<V>());
        out.from.assign(out.node.size(), -1);
        out.value[0] = 0;
        for (size_t i = 0; i < out.node.size(); ++i) {
            const int32_t v = out.node[i];
            if (out.value[i] >= far<V>()) continue;
            for (int32_t a = graph.first[v]; a < graph.first[v + 1]; ++a) {
                const size_t k = g_.depth[start] - g_.depth[graph.head[a]];
                const V sum = out.value[i] + graph.weight[a];
                if (sum < out.value[k]) out.value[k] = sum, out.from[k] = static_cast<int32_t>(i);
            }
        }
        return out;
    }

    int32_t arc(int32_t low, int32_t high) const {
        const int32_t* const end = g_.head + g_.first[low + 1];
        const int32_t* const found = std::lower_bound(g_.head + g_.first[low], end, high);
        return found != end && *found == high ? static_cast<int32_t>(found - g_.head) : -1;
    }

    // Appends the way low -> high (or high -> low) without its first node. Its pieces lie lower, so this ends.
    void unpack(int32_t low, int32_t high, bool up) {
        const V whole = weight_[2 * arc(low, high) + (up ? 0 : 1)];
        for (int32_t i = g_.below_first[low]; i < g_.below_first[low + 1]; ++i) {
            const int32_t near = g_.below_arc[i], x = g_.tail[near], over = arc(x, high);
            if (over < 0) continue;
            const V sum = up ? weight_[2 * near + 1] + weight_[2 * over] : weight_[2 * over + 1] + weight_[2 * near];
            if (sum != whole) continue;
            unpack(x, up ? low : high, false);
            unpack(x, up ? high : low, true);
            return;
        }
        path_.push_back(up ? high : low);
    }
};

}  // namespace hierarchy
