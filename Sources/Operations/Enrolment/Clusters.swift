/// Nodes joined into clusters, by union-find with path halving.
struct Clusters {
    private var parents: [Int]
    private var membersOfRoot: [Int: [Int]] = [:]

    init(count: Int) {
        parents = Array(0..<count)
    }

    /// The smallest node of the cluster, whatever the order of the joins.
    func root(of node: Int) -> Int {
        var node = node
        while parents[node] != node { node = parents[node] }
        return node
    }

    /// The nodes of the cluster, ascending.
    func members(of node: Int) -> [Int] {
        let root = root(of: node)
        return membersOfRoot[root] ?? [root]
    }

    mutating func join(_ first: Int, _ second: Int) {
        let (one, other) = (root(of: first), root(of: second))
        guard one != other else { return }
        let (root, child) = (min(one, other), max(one, other))
        membersOfRoot[root] = ((membersOfRoot[root] ?? [root]) + (membersOfRoot[child] ?? [child])).sorted()
        membersOfRoot[child] = nil
        for member in membersOfRoot[root] ?? [] { parents[member] = root }
    }
}
