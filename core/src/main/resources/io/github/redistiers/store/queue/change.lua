-- What people do to a queue: stop and go, take jobs out, look after the dead.
-- KEYS[1-9] as in work.lua
-- ARGV[1]  pause, resume; cancel (a job); progress (of a job that is leased); drain (jobs that
--          are ready or not due yet, 200 at a time); retry and drop (the dead); leave (a process
--          that waits no more)
-- ARGV[2]  what a process that waits is told: the queue; leave: the process's channel
-- ARGV[3+] the jobs' ids; drain: none; progress: the id, the token, a text
-- Replies how many jobs it changed, or 1 where it changed the queue and 0 where it was so
-- before; cancel: 1 it was taken out, 2 it runs and was told. drain and drop may leave more.
-- A full server refuses progress alone.
local ready, delayed, leased, dead = KEYS[1], KEYS[2], KEYS[3], KEYS[4]
local data, tries, notes, info, idle = KEYS[5], KEYS[6], KEYS[7], KEYS[8], KEYS[9]
local LEVEL, DUE, STEP = 281474976710656, 16, 200
local format = string.format
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local change = {}

local function remove(ids)
  redis.call('HDEL', data, unpack(ids))
  redis.call('HDEL', tries, unpack(ids))
  redis.call('HDEL', notes, unpack(ids))
end

local function wake(all)
  for _, process in ipairs(redis.call('ZREVRANGE', idle, 0, all and -1 or 0)) do
    redis.call('ZREM', idle, process)
    redis.pcall('PUBLISH', process, ARGV[2])
  end
end

function change.pause()
  -- a full server refuses what it takes behind a removal
  redis.call('HDEL', info, '')
  return redis.call('HSET', info, 'paused', 1)
end

function change.resume()
  local changed = redis.call('HDEL', info, 'paused')
  wake(true)
  return changed
end

function change.leave()
  return redis.call('ZREM', idle, ARGV[2])
end

function change.cancel()
  local id = ARGV[3]
  if redis.call('ZREM', ready, id) + redis.call('ZREM', delayed, id) > 0 then
    remove({id})
    return 1
  end
  local text = redis.call('HGET', tries, id)
  if text and redis.call('ZSCORE', leased, id) then
    if string.sub(text, -9) ~= 'cancelled' then
      redis.call('HDEL', tries, id)
      redis.call('HSET', tries, id, text .. ' cancelled')
    end
    return 2
  end
  return 0
end

function change.progress()
  local text = redis.call('HGET', tries, ARGV[3])
  if text and string.sub(text, 1, 16) == ARGV[4] then
    redis.call('HSET', notes, ARGV[3], ARGV[5])
    return 1
  end
  return 0
end

function change.drain()
  local ids = redis.call('ZRANGE', ready, 0, STEP - 1)
  local from = ready
  if #ids == 0 then
    ids = redis.call('ZRANGE', delayed, 0, STEP - 1)
    from = delayed
  end
  if #ids > 0 then
    redis.call('ZREM', from, unpack(ids))
    remove(ids)
  end
  return #ids
end

function change.retry()
  local count = 0
  local sequence = tonumber(redis.call('HGET', info, 'sequence') or 0)
  for i = 3, #ARGV do
    local id = ARGV[i]
    if redis.call('ZREM', dead, id) == 1 then
      local text = redis.call('HGET', tries, id)
      local rank = tonumber(string.match(text or '', '^%d+ %d+ %d+ (%d+)') or 0)
      redis.call('HDEL', tries, id)
      redis.call('HDEL', notes, id)
      sequence = sequence + 1
      redis.call('ZADD', ready, format('%.0f', math.floor(rank / LEVEL) * LEVEL + sequence), id)
      count = count + 1
    end
  end
  if count > 0 then
    redis.call('HSET', info, 'sequence', format('%.0f', sequence))
    wake(false)
  end
  return count
end

function change.drop()
  local ids = {}
  for i = 3, #ARGV do
    if redis.call('ZREM', dead, ARGV[i]) == 1 then
      ids[#ids + 1] = ARGV[i]
    end
  end
  if #ids > 0 then
    remove(ids)
  end
  return #ids
end

return change[ARGV[1]]()
