-- Enrols workers who are all new, each under a key of its own: wrk … -s enrol.lua URL -- KEYS
local syllables = { "ka", "mo", "re", "li", "su", "ta", "no", "vi", "da", "pe", "go", "za", "fu", "he" }
local heads, run, count = {}, "", 0

local function word(length)
    local parts = {}
    for place = 1, length do parts[place] = syllables[math.random(14)] end
    return (table.concat(parts):gsub("^%l", string.upper))
end

function init(arguments)
    for key in io.lines(arguments[1]) do
        heads[#heads + 1] = "POST /api/v1/workers HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer " .. key ..
            "\r\nContent-Type: application/json\r\n"
    end
    local seed = io.open("/dev/urandom", "rb"):read(4)
    math.randomseed(seed:byte(1) + 256 * (seed:byte(2) + 256 * (seed:byte(3) + 256 * seed:byte(4))))
    run = string.format("%08x%08x", math.random(0, 2 ^ 31 - 1), math.random(0, 2 ^ 31 - 1))
end

function request()
    count = count + 1
    local body = string.format(
        '{"given_names":"%s","family_name":"%s","birth_date":"%d-0%d-1%d","postcode":"LS%d %dAB","job_role":"carer"}',
        word(3), word(6), math.random(1950, 2004), math.random(9), math.random(0, 9), math.random(29), math.random(0, 9))
    return heads[math.random(#heads)] .. "Idempotency-Key: " .. run .. "-" .. count .. "\r\nContent-Length: " .. #body ..
        "\r\n\r\n" .. body
end

function done(summary, latency)
    local errors = summary.errors
    print(string.format("requests=%d seconds=%.3f refused=%d broken=%d p50_ms=%.2f p99_ms=%.2f", summary.requests,
        summary.duration / 1e6, errors.status, errors.connect + errors.read + errors.write + errors.timeout,
        latency:percentile(50) / 1e3, latency:percentile(99) / 1e3))
end
