-- Reads a store's identity marker, notes that it was looked at, and writes it where there is none yet.
-- KEYS[1]: the marker, as JSON: id, since (when it was written), seen (when it was last looked at),
--          accepted (whether an operator has accepted that what was before is gone); times in seconds
-- ARGV[1]: the id of a marker that is to be written if there is none
-- ARGV[2]: '1' if a marker is expected, so that none is written where there is none
-- ARGV[3]: the time at which it was seen at least, in seconds; the marker of an older state is left as it is
-- Reply: '' if there is none though one is expected; otherwise id, since, the time it was seen before, now, and
--        1 if it was accepted
local now = tonumber(redis.call('TIME')[1])
local value = redis.call('GET', KEYS[1])
local is_accepted = value == 'accepted'
if not value and ARGV[2] == '1' then
  return ''
end
if not value or is_accepted then
  local marker = {id = ARGV[1], since = now, seen = now, accepted = is_accepted}
  redis.call('SET', KEYS[1], cjson.encode(marker))
  return {marker.id, now, now, now, is_accepted and 1 or 0}
end
local is_read, marker = pcall(cjson.decode, value)
if not is_read or type(marker) ~= 'table' or type(marker.id) ~= 'string' or type(marker.since) ~= 'number'
    or type(marker.seen) ~= 'number' then
  return redis.error_reply('ERR the key ' .. KEYS[1] .. ' holds something else')
end
local reply = {marker.id, marker.since, marker.seen, now, marker.accepted and 1 or 0}
if marker.seen >= tonumber(ARGV[3]) and now - marker.seen >= 10 then
  marker.seen = now
  -- a store that is full or cannot save refuses, and is looked at all the same
  redis.pcall('SET', KEYS[1], cjson.encode(marker))
end
return reply
