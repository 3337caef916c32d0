-- Makes changes of several repositories in one step, all of them or none. Each change is the
-- script that makes it alone. It reads as ever; what it would write is noted, and written only
-- when all of them are content. So each of them must read everything before it writes, and must
-- not need the replies of its writes.
-- Each script stands here once, however many changes it makes.
-- KEYS     the keys of all changes, in their order; no key is in two of them
-- ARGV     1: the number of changes; for each of them: which of the scripts below makes it, from
--          1, the number of its keys, that of its arguments, and the replies with which it is
--          content, separated by blanks ("*": with any); then all their arguments
-- Replies {1 if the changes were made, else 0, the reply of each change as if it had been made}.
local call, notes, known = redis.call, {}, {}
local KINDS = {
  SET = 'string', HSET = 'hash', HDEL = 'hash', ZADD = 'zset', ZREM = 'zset', PUBLISH = ''
}

local function note(command, ...)
  local kind, key = KINDS[command], ...
  if not kind then
    return call(command, ...)
  end
  if kind ~= '' and not known[key] then
    -- what would fail must fail before anything is written
    local actual = call('TYPE', key).ok
    if actual ~= 'none' and actual ~= kind then
      error('WRONGTYPE ' .. key)
    end
    known[key] = true
  end
  notes[#notes + 1] = {command, ...}
  return 1
end

local scripts = {}
