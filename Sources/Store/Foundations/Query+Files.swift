package import Postgres
import SQLFiles
import Synchronization

extension Query {
    private static let loaded = Mutex<[String: Query]>([:])

    /// The query in `sql/queries/<name>.sql`, read once.
    ///
    /// - Throws: ``SQLFiles/Missing`` where the installation lacks the file.
    package static func query(_ name: String) throws -> Query {
        if let query = loaded.withLock({ $0[name] }) { return query }
        let query = Query(name: name, text: try SQLFiles.query(name))
        loaded.withLock { $0[name] = query }
        return query
    }

    /// Reads every query now, and answers how many there are.
    ///
    /// For what runs for weeks: an upgrade puts its successor's files in the place of its own, and a query that is read
    /// for the first time after that would be another than this program expects.
    ///
    /// - Throws: ``SQLFiles/Missing`` where the installation lacks a file.
    @discardableResult
    package static func loadAll() throws -> Int {
        let names = try SQLFiles.queryNames()
        for name in names { _ = try query(name) }
        return names.count
    }
}
