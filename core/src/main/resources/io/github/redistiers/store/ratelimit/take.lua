-- Takes permits from the limits of one subject, from all of them or from none (GCRA). Of each
-- limit only the moment is kept at which it will be untouched again: each permit moves it on by
-- the time in which one permit comes back, and no further than a whole burst from now. So a
-- limit may change between two calls, and nobody waits longer than the new one says.
-- Denied calls write nothing, unless a moment is further away than that: it is brought nearer.
-- KEYS[1]  the subject: for each limit that moment, since 1970 by this server's clock, with a
--          blank between: 16 digits are microseconds, "+a/b" behind them is a fraction of one,
--          and 19 digits are nanoseconds
-- ARGV[1]  the cost in permits; 0 looks and takes nothing
-- ARGV[2]  of the first limit: its burst, in permits
-- ARGV[3]  the time in which one permit comes back, in microseconds: the numerator
-- ARGV[4]  the denominator of that time
-- ARGV[5]  and so on: three for each further limit
-- Replies 1 if all limits have the cost (of 0: one permit), or else 0; then for each limit the
-- permits that remain, in how many microseconds it has the cost, in how many it is untouched.
-- Replies -1 alone, and leaves everything as it is, if something else lives under the key.
local floor, ceil, fmod = math.floor, math.ceil, math.fmod
local time = redis.call('TIME')
local now = time[1] * 1000000 + time[2]
local cost = tonumber(ARGV[1])
local wanted = math.max(cost, 1)
local count = (#ARGV - 1) / 3

local value = redis.call('GET', KEYS[1])

-- the same as below, without tables and captures, for what is asked most: one limit whose
-- interval is whole microseconds
if count == 1 and ARGV[4] == '1' and (not value or (#value == 16 and not string.find(value, '%D'))) then
  local burst, interval = tonumber(ARGV[2]), tonumber(ARGV[3])
  local whole = math.max((value or now) - now, 0)
  local near = whole <= burst * interval
  whole = near and whole or burst * interval
  local beyond = fmod(whole, interval)
  local remaining = burst - (whole - beyond) / interval - (beyond > 0 and 1 or 0)
  if remaining < wanted then
    if not near and cost > 0 then
      redis.call('SET', KEYS[1], string.format('%.0f', now + whole), 'PX', string.format('%.0f', ceil(whole / 1000)))
    end
    return {0, remaining, whole - (burst - wanted) * interval, whole}
  end
  whole = whole + cost * interval
  if cost > 0 then
    redis.call('SET', KEYS[1], string.format('%.0f', now + whole), 'PX', string.format('%.0f', ceil(whole / 1000)))
  end
  return {1, remaining - cost, 0, whole}
end

local kept = {}
if value then
  for text in string.gmatch(value .. ' ', '([^ ]*) ') do
    local whole, part, parts = string.match(text, '^(%d+)%+(%d+)/(%d+)$')
    if not whole and #text == 19 then
      whole, part = string.match(text, '^(%d+)(%d%d%d)$')
      parts = 1000
    end
    whole = whole or string.match(text, '^%d+$')
    if not whole or #whole ~= 16 then
      return {-1}
    end
    table.insert(kept, {
      text = text, whole = tonumber(whole), part = tonumber(part or 0), parts = tonumber(parts or 1)
    })
  end
end

local limits, reply, nearer = {}, {1}, false
for i = 1, count do
  local burst, p, n = tonumber(ARGV[3 * i - 1]), tonumber(ARGV[3 * i]), tonumber(ARGV[3 * i + 1])
  -- all products stay below 2^53, so that nothing is rounded that is not meant to be
  local quotient, rest = floor(p / n), fmod(p, n)
  local function span(permits)
    return permits * quotient + floor(permits * rest / n), fmod(permits * rest, n)
  end

  local whole, part = 0, 0
  if kept[i] and kept[i].whole >= now then
    whole, part = kept[i].whole - now, kept[i].part
    if kept[i].parts ~= n and part > 0 then
      whole, part = whole + 1, 0
    end
  end
  local mostWhole, mostPart = span(burst)
  if whole > mostWhole or (whole == mostWhole and part > mostPart) then
    whole, part, nearer = mostWhole, mostPart, true
  end

  local beyond = fmod(whole, p)
  local remaining = burst - (whole - beyond) / p * n - ceil((beyond * n + part) / p)
  local wait = 0
  if remaining < wanted then
    local mayOwe, mayOwePart = span(burst - wanted)
    wait = whole - mayOwe + (part > mayOwePart and 1 or 0)
    reply[1] = 0
  end
  limits[i] = {whole = whole, part = part, n = n, span = span, remaining = remaining, wait = wait}
end

local taking = reply[1] == 1 and cost > 0
local moments, longest = {}, 0
for i = 1, count do
  local limit = limits[i]
  if taking then
    local whole, part = limit.span(cost)
    limit.remaining = limit.remaining - cost
    limit.whole = limit.whole + whole + floor((limit.part + part) / limit.n)
    limit.part = fmod(limit.part + part, limit.n)
  end
  local untouched = limit.whole + (limit.part > 0 and 1 or 0)
  longest = math.max(longest, untouched)
  moments[i] = string.format('%.0f', now + limit.whole)
  if limit.part > 0 then
    moments[i] = moments[i] .. (limit.n == 1000 and string.format('%03.0f', limit.part)
      or string.format('+%.0f/%.0f', limit.part, limit.n))
  end
  table.insert(reply, limit.remaining)
  table.insert(reply, limit.wait)
  table.insert(reply, untouched)
end

if taking or (nearer and cost > 0) then
  -- limits that only other calls name
  for i = count + 1, #kept do
    moments[i] = kept[i].text
    longest = math.max(longest, kept[i].whole + 1 - now)
  end
  redis.call('SET', KEYS[1], table.concat(moments, ' '), 'PX', string.format('%.0f', ceil(longest / 1000)))
end
return reply
