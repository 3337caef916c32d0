-- Takes a lock, waits for it, or gives it back. Whoever runs it, a lock that is free goes
-- to the owner that has waited longest. Numbers stay below 2^53: a token is the server's
-- time in microseconds, or one more than the last.
-- KEYS[1]  the lock: "<token> <owner>"; lives as long as the lease
-- KEYS[2]  the last token, in decimal digits; lives longer
-- KEYS[3]  the queue: a sorted set of owners by ticket; absent while nobody waits
-- KEYS[4]  a hash of the same owners: "<until when it is believed to wait> <its lease>",
--          by the server's clock, both in milliseconds
-- ARGV[1]  "try", "wait" (also to ask again), "release" or "leave" (the queue, and the
--          lock if it came meanwhile)
-- ARGV[2]  the owner: "<process>/<number>"
-- ARGV[3]  "release": the token; "leave": the token with which the lock is kept, or 0
-- ARGV[4]  the lease, in milliseconds
-- ARGV[5]  how long the last token lives after the lease, in milliseconds
-- ARGV[6]  for how long a waiter is believed to wait that does not ask again, in
--          milliseconds
-- ARGV[7]  what the channel of a process begins with
-- Replies for "try" and "wait" {token} to the lock's owner, else {0}, and to who waits
-- {0, how many wait before it, how long the lease still is in milliseconds (-2: free)}.
-- For "release" and "leave" {1} if the lock was given back, {0} if it was not the owner's.
-- An owner that gets the lock in another's run is told "<owner> <token>" on its channel, or,
-- where its own process gives the lock back, in the reply: {1, "<owner>", token}.
local lock, last, queue, waiters = KEYS[1], KEYS[2], KEYS[3], KEYS[4]
local what, me, lease = ARGV[1], ARGV[2], ARGV[4]
local held = redis.call('GET', lock)

if what == 'release' and held ~= ARGV[3] .. ' ' .. me then
  return {0}
end
if what == 'leave' then
  redis.call('ZREM', queue, me)
  redis.call('HDEL', waiters, me)
  if not held or held:sub(-#me - 1) ~= ' ' .. me or held == ARGV[3] .. ' ' .. me then
    return {0}
  end
end
local giving = what == 'release' or what == 'leave'
local queued = redis.call('EXISTS', queue) == 1
if giving and not queued then
  redis.call('DEL', lock)
  return {1}
end

local time = redis.call('TIME')
local now = time[1] * 1000000 + time[2]
local millis = math.floor(now / 1000)

local function token()
  local before = redis.call('GET', last)
  if not before then
    return now
  end
  local number = before:match('^%d+$') and tonumber(before)
  if not number or number >= 9007199254740991 then
    error('this is no token of a lock')
  end
  return math.max(now, number + 1)
end

local function give(owner, itsLease, itsToken, refusable)
  local digits = string.format('%.0f', itsToken)
  local reply = refusable('SET', lock, digits .. ' ' .. owner, 'PX', itsLease)
  if reply.err then
    return false
  end
  redis.call('SET', last, digits, 'PX', string.format('%.0f', itsLease + ARGV[5]))
  return true
end

-- the owner that has waited longest of those that still do, and its lease
local function first()
  while true do
    local owner = redis.call('ZRANGE', queue, 0, 0)[1]
    if not owner then
      return nil
    end
    local state = redis.call('HGET', waiters, owner)
    local waits, itsLease = (state or ''):match('^(%d+) (%d+)$')
    waits = tonumber(waits)
    -- one that waits for too long is from before the clock was put back
    if waits and waits > millis and waits <= millis + ARGV[6] then
      return owner, itsLease
    end
    redis.call('ZREM', queue, owner)
    redis.call('HDEL', waiters, owner)
  end
end

local function pass(owner, itsLease, refusable)
  local itsToken = token()
  if not give(owner, itsLease, itsToken, refusable) then
    return nil
  end
  redis.call('ZREM', queue, owner)
  redis.call('HDEL', waiters, owner)
  local process = owner:match('^[^/]*')
  if giving and process == me:match('^[^/]*') then
    return {1, owner, itsToken}
  end
  -- a user that may not publish makes them ask again, no more
  redis.pcall('PUBLISH', ARGV[7] .. process, owner .. ' ' .. string.format('%.0f', itsToken))
  return {1}
end

if giving then
  local owner, itsLease = first()
  local passed = owner and pass(owner, itsLease, redis.pcall)
  if not passed then
    -- a full server passes nothing on, and still lets go
    redis.call('DEL', lock)
  end
  return passed or {1}
end

if held then
  local itsToken, owner = held:match('^(%d+) (%S+)$')
  if not owner then
    error('this is no lock')
  end
  if owner == me then
    redis.call('PEXPIRE', lock, lease)
    redis.call('PEXPIRE', last, string.format('%.0f', lease + ARGV[5]))
    return {tonumber(itsToken)}
  end
  if what == 'try' then
    return {0}
  end
else
  local owner, itsLease
  if queued then
    owner, itsLease = first()
  end
  if not owner or owner == me then
    local mine = token()
    give(me, lease, mine, redis.call)
    if owner then
      redis.call('ZREM', queue, me)
      redis.call('HDEL', waiters, me)
    end
    return {mine}
  end
  pass(owner, itsLease, redis.call)
  if what == 'try' then
    return {0}
  end
end

redis.call('HSET', waiters, me, string.format('%.0f', millis + ARGV[6]) .. ' ' .. lease)
local before = redis.call('ZRANK', queue, me)
if not before then
  local newest = redis.call('ZRANGE', queue, -1, -1, 'WITHSCORES')[2]
  local ticket = newest and math.max(now, newest + 1) or now
  redis.call('ZADD', queue, string.format('%.0f', ticket), me)
  before = redis.call('ZCARD', queue) - 1
end
redis.call('PEXPIRE', queue, ARGV[6])
redis.call('PEXPIRE', waiters, ARGV[6])
return {0, before, redis.call('PTTL', lock)}
