-- Checks random existing IDs, each with the key of a random site: wrk … -s check.lua URL -- KEYS PEOPLE
local symbols = "0123456789ABCDEFGHJKMNPQRTVWXYZ"
local heads, people = {}, 0

-- The ID of the person with this number; as DoorBench fills the register.
local function card(n)
    local digits, sum = string.format("%09d", n), 275
    for place = 1, 9 do sum = sum + (digits:byte(place) - 48) * (11 - place) end
    local symbol = (31 - sum % 31) % 31 + 1
    return "T" .. digits .. symbols:sub(symbol, symbol)
end

function init(arguments)
    people = tonumber(arguments[2])
    for key in io.lines(arguments[1]) do
        heads[#heads + 1] = "POST /api/v1/checks HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer " .. key ..
            "\r\nContent-Type: application/json\r\nContent-Length: 30\r\n\r\n"
    end
    local seed = io.open("/dev/urandom", "rb"):read(4)
    math.randomseed(seed:byte(1) + 256 * (seed:byte(2) + 256 * (seed:byte(3) + 256 * seed:byte(4))))
end

function request()
    return heads[math.random(#heads)] .. '{"temporary_id":"' .. card(99999 + math.random(people)) .. '"}'
end

function done(summary, latency)
    local errors = summary.errors
    print(string.format("requests=%d seconds=%.3f refused=%d broken=%d p50_ms=%.2f p99_ms=%.2f", summary.requests,
        summary.duration / 1e6, errors.status, errors.connect + errors.read + errors.write + errors.timeout,
        latency:percentile(50) / 1e3, latency:percentile(99) / 1e3))
end
