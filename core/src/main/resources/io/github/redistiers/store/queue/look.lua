-- Looks at a queue and changes nothing.
-- KEYS[1-8] as in work.lua
-- ARGV[1]  count; job; dead
-- ARGV[2]  job: its id; dead: how many to leave out, the oldest first
-- ARGV[3]  dead: how many at most
-- Replies, for
-- count: {how many are ready, not due yet, leased, dead; since how many milliseconds the oldest
--        job that is ready has been known, -1: there is none; 1 if the queue is paused}; who is
--        due counts as ready, whether it was brought back or not
-- job:   {} or {its id, "ready", "delayed", "leased" or "dead"; when it is due, its lease ends
--        or it died, in milliseconds since 1970, or 0; its attempt as in KEYS[6] or empty; its
--        note or empty; its payload as in KEYS[5]}
-- dead:  the same for each
local ready, delayed, leased, dead = KEYS[1], KEYS[2], KEYS[3], KEYS[4]
local data, tries, notes, info = KEYS[5], KEYS[6], KEYS[7], KEYS[8]
local LEVEL, DUE, LEVELS = 281474976710656, 16, 10
local format = string.format
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)

local function view(id, state, moment)
  return {id, state, format('%.0f', moment), redis.call('HGET', tries, id) or '',
    redis.call('HGET', notes, id) or '', redis.call('HGET', data, id) or ''}
end

if ARGV[1] == 'count' then
  local function due(key, until_)
    return redis.call('ZCOUNT', key, '-inf', format('%.0f', until_))
  end
  local early, over = due(delayed, now * DUE + DUE - 1), due(leased, now)
  local oldest = -1
  for level = 0, LEVELS - 1 do
    local id = redis.call('ZRANGEBYSCORE', ready, format('%.0f', level * LEVEL),
      format('(%.0f', (level + 1) * LEVEL), 'LIMIT', 0, 1)[1]
    local since = id and string.match(redis.call('HGET', data, id) or '', '^#(%d+)')
    if since then
      oldest = math.max(oldest, now - since)
    end
  end
  return {redis.call('ZCARD', ready) + early + over, redis.call('ZCARD', delayed) - early,
    redis.call('ZCARD', leased) - over, redis.call('ZCARD', dead), oldest,
    redis.call('HGET', info, 'paused') and 1 or 0}
end

if ARGV[1] == 'job' then
  local id = ARGV[2]
  local score = redis.call('ZSCORE', leased, id)
  if score then
    return view(id, 'leased', score)
  end
  score = redis.call('ZSCORE', delayed, id)
  if score then
    return view(id, 'delayed', math.floor(score / DUE))
  end
  score = redis.call('ZSCORE', dead, id)
  if score then
    return view(id, 'dead', score)
  end
  return redis.call('ZSCORE', ready, id) and view(id, 'ready', 0) or {}
end

local views = {}
local listed = redis.call('ZRANGE', dead, ARGV[2], ARGV[2] + ARGV[3] - 1, 'WITHSCORES')
for i = 1, #listed, 2 do
  views[#views + 1] = view(listed[i], 'dead', listed[i + 1])
end
return views
