-- Adds amounts to counters as change.lua does, for changes that are made with others: it reads
-- everything before it writes, and needs no reply of its writes. So it adds by itself, which is
-- exact from -2^52 to 2^52.
-- KEYS, ARGV and replies as in change.lua; an error where a counter or an amount is beyond.
local n = tonumber(ARGV[1])
local mark = KEYS[n + 1]
local least, greatest = tonumber(ARGV[2]), tonumber(ARGV[3])

local function exact(text)
  local number = string.match(text, '^%-?%d+$') and tonumber(text)
  if not number then
    error('ERR value is not an integer or out of range')
  end
  if number <= -4503599627370496 or number >= 4503599627370496 then
    error('ERR counters and amounts beyond 2^52 change alone, not with changes of other repositories')
  end
  return number
end

if mark then
  local values = redis.call('GET', mark)
  if values then
    local reply = {2}
    for value in string.gmatch(values, '%S+') do
      reply[#reply + 1] = value
    end
    return reply
  end
end

local before, after, refused = {0}, {1}, false
for i = 1, n do
  local value = redis.call('GET', KEYS[i]) or '0'
  local sum = exact(value) + exact(ARGV[4 + i])
  before[i + 1] = value
  after[i + 1] = string.format('%.0f', sum)
  refused = refused or sum < least or sum > greatest
end
if refused then
  return before
end
for i = 1, n do
  redis.call('SET', KEYS[i], after[i + 1], 'KEEPTTL')
end
if mark then
  redis.call('SET', mark, table.concat(after, ' ', 2), 'PX', ARGV[4])
end
return after
