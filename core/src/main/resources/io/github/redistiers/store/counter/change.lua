-- Adds amounts to counters, all of them or none. Values travel as decimal text: Lua's
-- numbers are exact up to 53 bits only.
-- KEYS[1..n]  the counters
-- KEYS[n+1]   the mark of an operation that happens once; absent for others
-- ARGV[1]     n
-- ARGV[2]     the least value that a counter may take, in decimal digits
-- ARGV[3]     the greatest value, in decimal digits
-- ARGV[4]     how long the mark lives, in milliseconds; 0 without one
-- ARGV[5..]   the n amounts
-- Replies {status, values...}: 1 applied, with the new values; 2 applied before, with the
-- values of then; 0 refused since a counter would leave its bounds, with those that are.
-- An error of a counter (no number, overflow) leaves all unchanged.
local n = tonumber(ARGV[1])
local mark = KEYS[n + 1]
local before = {}
local after = {}

-- compares decimal texts
local function less(a, b)
  local aNegative = a:sub(1, 1) == '-'
  local bNegative = b:sub(1, 1) == '-'
  if aNegative ~= bNegative then
    return aNegative
  end
  if #a ~= #b then
    return (#a < #b) ~= aNegative
  end
  return a ~= b and (a < b) ~= aNegative
end

local function restore(count)
  for i = 1, count do
    if before[i] then
      redis.call('SET', KEYS[i], before[i], 'KEEPTTL')
    else
      redis.call('DEL', KEYS[i])
    end
  end
end

if mark then
  local values = redis.call('GET', mark)
  if values then
    local reply = {2}
    for value in values:gmatch('%S+') do
      reply[#reply + 1] = value
    end
    return reply
  end
end

for i = 1, n do
  before[i] = redis.pcall('GET', KEYS[i])
  if type(before[i]) == 'table' then
    return before[i]
  end
end

local function refusal()
  local reply = {0}
  for i = 1, n do
    reply[i + 1] = before[i] or '0'
  end
  return reply
end

-- what can be computed is refused before anything is written: -2^52 to 2^52 is exact
local function small(number)
  return number and number > -4503599627370496 and number < 4503599627370496
end

for i = 1, n do
  local value, amount = tonumber(before[i] or '0'), tonumber(ARGV[4 + i])
  if small(value) and small(amount) then
    local sum = string.format('%.0f', value + amount)
    if less(sum, ARGV[2]) or less(ARGV[3], sum) then
      return refusal()
    end
  end
end

for i = 1, n do
  local sum = redis.pcall('INCRBY', KEYS[i], ARGV[4 + i])
  if type(sum) == 'table' then
    restore(i - 1)
    return sum
  end
  after[i] = redis.call('GET', KEYS[i])
end

for i = 1, n do
  if less(after[i], ARGV[2]) or less(ARGV[3], after[i]) then
    restore(n)
    return refusal()
  end
end

if mark then
  redis.call('SET', mark, table.concat(after, ' '), 'PX', ARGV[4])
end
local reply = {1}
for i = 1, n do
  reply[i + 1] = after[i]
end
return reply
