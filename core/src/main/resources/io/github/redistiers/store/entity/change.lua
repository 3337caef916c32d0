-- Changes the keys of one entity of a @RedisHash repository, all of them or none.
-- KEYS[1..n]  the entity, and what belongs to it: the set of ids, its phantom copy, indexes
-- ARGV        steps, one after the other, each of them: a command, the number of its key,
--             how many arguments it has, and these. Commands: HSET, SADD, GEOADD, HDEL,
--             SREM, ZREM, DEL, PEXPIRE (in milliseconds), PERSIST; KEEPFIELDS and
--             KEEPMEMBERS remove all others of a hash, or of a set. Those that grow data
--             come first, so that a full server refuses the first of all.
-- Replies 1. An error leaves all unchanged.
local kinds = {
  HSET = 'hash', HDEL = 'hash', KEEPFIELDS = 'hash',
  SADD = 'set', SREM = 'set', KEEPMEMBERS = 'set',
  GEOADD = 'zset', ZREM = 'zset'
}

local at = 1
while at <= #ARGV do
  local kind = kinds[ARGV[at]]
  if kind then
    local actual = redis.call('TYPE', KEYS[tonumber(ARGV[at + 1])]).ok
    if actual ~= kind and actual ~= 'none' then
      return redis.error_reply('WRONGTYPE ' .. KEYS[tonumber(ARGV[at + 1])] .. ' is a ' .. actual
        .. ', not a ' .. kind)
    end
  end
  at = at + 3 + tonumber(ARGV[at + 2])
end

local function keep(key, all, remove, from, to)
  local kept = {}
  for i = from, to do
    kept[ARGV[i]] = true
  end
  for _, name in ipairs(redis.call(all, key)) do
    if not kept[name] then
      redis.call(remove, key, name)
    end
  end
end

at = 1
while at <= #ARGV do
  local command = ARGV[at]
  local key = KEYS[tonumber(ARGV[at + 1])]
  local from = at + 3
  local to = at + 2 + tonumber(ARGV[at + 2])
  if command == 'KEEPFIELDS' then
    keep(key, 'HKEYS', 'HDEL', from, to)
  elseif command == 'KEEPMEMBERS' then
    keep(key, 'SMEMBERS', 'SREM', from, to)
  elseif at == 1 then
    local reply = redis.pcall(command, key, unpack(ARGV, from, to))
    if type(reply) == 'table' and reply.err then
      -- without the script's place in front, as of a command: nothing was written yet
      return redis.error_reply((reply.err:gsub('^@?user_script:%s*%d+:%s*', ''):gsub('^%-', '')))
    end
  else
    redis.call(command, key, unpack(ARGV, from, to))
  end
  at = to + 1
end
return 1
