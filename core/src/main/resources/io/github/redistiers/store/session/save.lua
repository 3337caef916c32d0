-- Saves a session, if it is still there.
-- KEYS[1]    where the session is kept
-- KEYS[2]    the same session's key in the other layout
-- ARGV[1]    new: make it; old: change it; move: make it, and remove it from KEYS[2]
-- ARGV[2]    how long its key lives on, in milliseconds; 0 leave it, -1 for ever
-- ARGV[3]    the field that takes the server's time, in milliseconds; empty for none
-- ARGV[4]    n
-- ARGV[5..]  n fields that are removed, then fields and values in turn
-- Replies 1 saved; 0 it is gone, and stays gone; 2 it is kept under the other key by now
-- (under KEYS[1] when it was to be moved there). Nothing was changed by 0 and 2, or by an
-- error. A full server refuses it, unless nothing grows: a mere touch.
local mode = ARGV[1]
if mode ~= 'new' then
  local from = (mode == 'move') and 2 or 1
  if redis.call('EXISTS', KEYS[from]) == 0 then
    return redis.call('EXISTS', KEYS[3 - from]) * 2
  end
end
local life = tonumber(ARGV[2])
local removed = tonumber(ARGV[4])
local first = 5 + removed

local function live()
  if life > 0 then
    redis.call('PEXPIRE', KEYS[1], life)
  elseif life < 0 then
    redis.call('PERSIST', KEYS[1])
  end
end

if first > #ARGV then
  live()
end
for i = first, #ARGV, 1000 do
  redis.call('HSET', KEYS[1], unpack(ARGV, i, math.min(i + 999, #ARGV)))
end
if first <= #ARGV then
  live()
end
if ARGV[3] ~= '' then
  local time = redis.call('TIME')
  redis.call('HSET', KEYS[1], ARGV[3], string.format('%d%03d', time[1], math.floor(time[2] / 1000)))
end
for i = 5, first - 1, 1000 do
  redis.call('HDEL', KEYS[1], unpack(ARGV, i, math.min(i + 999, first - 1)))
end
if mode == 'move' then
  redis.call('DEL', KEYS[2])
end
return 1
