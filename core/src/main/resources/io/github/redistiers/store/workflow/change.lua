-- Brings an entity of a workflow from one state to another, once for an event.
-- KEYS[1]  the entity: the state in which the oldest change that is kept began (empty: it
--          was the start), then for each change a line of the milliseconds since 1970 by
--          this server's clock, the state after it, and the event, separated by blanks
-- ARGV[1]  the state in which it must be; empty: it must not exist
-- ARGV[2]  the state in which it then is
-- ARGV[3]  the event
-- ARGV[4]  how many changes are kept
-- Replies {status, state}: 1 applied; 2 the event has made this change before; 0 refused,
-- since it is not in that state; each with the state in which it now is, empty where there
-- is no such entity. {3} the event has made another change; {-1} something else lives under
-- the key. All but the first leave everything as it is.
local from, to, event, most = ARGV[1], ARGV[2], ARGV[3], tonumber(ARGV[4])
local value = redis.call('GET', KEYS[1])
local state, count = '', 0
local change = '\n(%d+) ([^ \n]+) ([^\n]+)'

if value then
  local before
  before, count = string.gsub(value, '\n%d+ [^ \n]+ [^\n]+', '')
  if count == 0 or string.find(before, '\n', 1, true) then
    return {-1}
  end
  if string.find(value .. '\n', ' ' .. event .. '\n', 1, true) then
    -- perhaps it is one of the events, perhaps the end of one
    local made
    for _, after, by in string.gmatch(value, change) do
      if by == event then
        made = before == from and after == to
      end
      before = after
    end
    if made ~= nil then
      return made and {2, before} or {3}
    end
  end
  state = string.match(value, '^.*\n%d+ ([^ \n]+) [^\n]+$')
end

if state ~= from then
  return {0, state}
end

while count >= most do
  -- the state that the oldest change led to takes the place of what was before it
  value = string.gsub(value, '^[^\n]*\n%d+ ([^ \n]+) [^\n]+', '%1', 1)
  count = count - 1
end
local time = redis.call('TIME')
local millis = string.format('%.0f', time[1] * 1000 + math.floor(time[2] / 1000))
redis.call('SET', KEYS[1], (value or '') .. '\n' .. millis .. ' ' .. to .. ' ' .. event)
return {1, to}
