-- Finds sessions that have ended.
-- KEYS[1]  a sorted set of session ids by the time of their end
-- ARGV[1]  how many at most
-- Replies their ids, those first that ended first.
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
return redis.call('ZRANGEBYSCORE', KEYS[1], '-inf', now, 'LIMIT', 0, ARGV[1])
