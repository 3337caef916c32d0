-- Changes the stock of items and what is held of it: all of them or none. First it finds what
-- is due: a hold whose time is up counts as free at once, in every call, whether it was taken
-- out or not; each call that writes takes out up to 200 an item.
-- KEYS[2i-1]  an item, a hash. stock: how many are available, held and confirmed, and when at
--             the earliest something is due (0: nothing will be). For each id: h (held),
--             c (confirmed) or s (restocked) and a quantity; how many items have the same
--             hold; until when it holds or is remembered
-- KEYS[2i]    its ids, a sorted set by a moment at or before the one until which they hold
-- All moments are milliseconds since 1970 by this server's clock.
-- ARGV[1]     reserve, confirm, release, extend, restock or look
-- ARGV[2]     the id, as it stands in the keys
-- ARGV[3]     for how long it holds (reserve, extend) or is remembered (confirm, restock), in
--             milliseconds
-- ARGV[3+i]   the quantity of each item, in reserve and restock
-- Replies {status, until when it holds, and of each item what is available, held, confirmed};
-- where one item was reserved or confirmed, without the latter:
-- 1 done; 2 done before; 3 confirmed before; 0 sold out; 4 not held; 5 the id stands for
-- something else; 6 too much stock; 7 too much is due to tell: ask again. {-1} alone: something
-- else lives under a key. From 3 on and with 0 nothing is changed but what is due.
local floor, format, match = math.floor, string.format, string.match
local SWEPT, MOST = 200, 1000000000000000
local what, id = ARGV[1], ARGV[2]
local time = redis.call('TIME')
local now = time[1] * 1000 + floor(time[2] / 1000)
local moment = now + tonumber(ARGV[3])
local count = #KEYS / 2

-- the same as below, without tables and functions, for what is asked most: one item of which
-- nothing is due
if count == 1 and (what == 'reserve' or what == 'confirm') then
  local read = redis.call('HMGET', KEYS[1], 'stock', id)
  if read[1] then
    local available, held, confirmed, earliest = match(read[1], '^(%d+) (%d+) (%d+) (%d+)$')
    local next = tonumber(earliest or now)
    if next > now or next == 0 then
      local deadline = format('%.0f', moment)
      if what == 'confirm' then
        local quantity, holds = match(read[2] or '', '^h(%d+) (%d+) %d+$')
        if quantity and type(redis.pcall('HSET', KEYS[1], 'stock', format('%s %.0f %.0f %s', available,
          held - quantity, confirmed + quantity, earliest), id,
          'c' .. quantity .. ' ' .. holds .. ' ' .. deadline)) == 'number' then
          return {1}
        end
      elseif not read[2] and tonumber(available) >= tonumber(ARGV[4]) then
        redis.call('ZADD', KEYS[2], deadline, id)
        redis.call('HSET', KEYS[1], 'stock', format('%.0f %.0f %s %s', available - ARGV[4], held + ARGV[4], confirmed,
          (next == 0 or moment < next) and deadline or earliest), id, 'h' .. ARGV[4] .. ' 1 ' .. deadline)
        return {1, moment}
      end
    end
  end
end

local items, status, replied = {}, 1, 0

local function entry(kind, quantity, holds, deadline)
  return format('%s%.0f %.0f %.0f', kind, quantity, holds, deadline)
end

local function parse(text)
  local kind, quantity, holds, deadline = match(text, '^([hcs])(%d+) (%d+) (%d+)$')
  return kind, tonumber(quantity), tonumber(holds), tonumber(deadline)
end

local function free(item, quantity)
  item.available = item.available + quantity
  item.held = item.held - quantity
end

-- counts what is due as free, and notes what is to be taken out of the keys
local function find(item)
  local due = redis.call('ZRANGEBYSCORE', item.deadlines, '-inf', now, 'LIMIT', 0, SWEPT)
  item.more = #due == SWEPT
  item.due, item.gone, item.kept = {}, {}, {}
  local after = redis.call('ZRANGE', item.deadlines, #due, #due, 'WITHSCORES')
  item.next = tonumber(after[2] or 0)
  if #due == 0 then
    return
  end
  local texts = redis.call('HMGET', item.key, unpack(due))
  for i, name in ipairs(due) do
    local kind, quantity, _, deadline = parse(texts[i] or '')
    if kind and deadline > now then
      -- it was extended or confirmed meanwhile
      table.insert(item.due, name)
      table.insert(item.kept, format('%.0f', deadline))
      table.insert(item.kept, name)
      if item.next == 0 or deadline < item.next then
        item.next = deadline
      end
    elseif name ~= id then
      table.insert(item.due, name)
      table.insert(item.gone, name)
      if kind == 'h' then
        free(item, quantity)
      end
    end
  end
end

for i = 1, count do
  local item = {
    key = KEYS[2 * i - 1], deadlines = KEYS[2 * i], quantity = tonumber(ARGV[3 + i]),
    available = 0, held = 0, confirmed = 0, next = 0
  }
  local read = redis.call('HMGET', item.key, 'stock', id)
  if read[1] then
    local available, held, confirmed, earliest = match(read[1], '^(%d+) (%d+) (%d+) (%d+)$')
    if not available then
      return {-1}
    end
    item.available, item.held = tonumber(available), tonumber(held)
    item.confirmed, item.next = tonumber(confirmed), tonumber(earliest)
  end
  if item.next > 0 and item.next <= now then
    find(item)
  end
  if read[2] then
    local kind, quantity, holds, deadline = parse(read[2])
    if not kind then
      return {-1}
    end
    if deadline > now then
      item.kind, item.own, item.holds, item.deadline = kind, quantity, holds, deadline
    else
      item.stale = true
      if kind == 'h' then
        free(item, quantity)
      end
    end
  end
  if count > 1 then
    -- a key of another type is found before anything is written
    redis.call('ZCARD', item.deadlines)
  end
  items[i] = item
end

-- what is decided, and what becomes of each item that changes: its numbers, and its entry
local decide = {}

function decide.look()
  for _, item in ipairs(items) do
    if item.more then
      return 7
    end
  end
  return 2
end

function decide.restock()
  local item = items[1]
  if item.kind then
    return (item.kind == 's' and item.own == item.quantity) and decide.look() or 5
  end
  if item.more then
    return 7
  end
  if item.available + item.held + item.confirmed + item.quantity > MOST then
    return 6
  end
  item.available = item.available + item.quantity
  item.entry = entry('s', item.quantity, 1, moment)
  return 1
end

function decide.reserve()
  local same, confirmed, answer = 0, 0, 1
  for _, item in ipairs(items) do
    if item.kind then
      if item.kind == 's' or item.own ~= item.quantity or item.holds ~= count then
        return 5
      end
      same = same + 1
      confirmed = confirmed + (item.kind == 'c' and 1 or 0)
      replied = item.deadline
    end
  end
  if same > 0 then
    return same < count and 5 or confirmed == count and 3 or 2
  end
  for _, item in ipairs(items) do
    if item.available < item.quantity then
      if item.more then
        return 7
      end
      answer = 0
    end
  end
  if answer == 1 then
    for _, item in ipairs(items) do
      free(item, -item.quantity)
      item.entry = entry('h', item.quantity, count, moment)
    end
    replied = moment
  end
  return answer
end

function decide.confirm()
  local confirmed = 0
  for _, item in ipairs(items) do
    if item.kind ~= 'h' and item.kind ~= 'c' then
      return 4
    end
    confirmed = confirmed + (item.kind == 'c' and 1 or 0)
  end
  for _, item in ipairs(items) do
    if item.kind == 'h' then
      item.held = item.held - item.own
      item.confirmed = item.confirmed + item.own
      item.entry = entry('c', item.own, item.holds, moment)
    end
  end
  return confirmed == count and 2 or 1
end

function decide.extend()
  for _, item in ipairs(items) do
    if item.kind ~= 'h' then
      return item.kind == 'c' and 3 or 4
    end
  end
  for i, item in ipairs(items) do
    local deadline = math.max(item.deadline, moment)
    item.entry = entry('h', item.own, item.holds, deadline)
    replied = i == 1 and deadline or math.min(replied, deadline)
  end
  return 1
end

function decide.release()
  local answer = 4
  for _, item in ipairs(items) do
    if item.kind == 'c' then
      return 3
    end
    if item.kind == 's' then
      return 5
    end
    answer = item.kind and 1 or answer
  end
  for _, item in ipairs(items) do
    if item.kind then
      free(item, item.own)
      item.removed = true
    end
  end
  return answer
end

status = decide[what]()

local function stock(item)
  return format('%.0f %.0f %.0f %.0f', item.available, item.held, item.confirmed, item.next)
end

-- the first write takes something out, so a full server takes part in the rest
local function sweep(item)
  if item.due and #item.due > 0 then
    redis.call('ZREM', item.deadlines, unpack(item.due))
    if #item.gone > 0 then
      redis.call('HDEL', item.key, unpack(item.gone))
    end
    if #item.kept > 0 then
      redis.call('ZADD', item.deadlines, unpack(item.kept))
    end
  end
end

local function add(item)
  if item.next == 0 or moment < item.next then
    item.next = moment
  end
  redis.call('ZADD', item.deadlines, format('%.0f', moment), id)
  redis.call('HSET', item.key, 'stock', stock(item), id, item.entry)
  sweep(item)
end

local function replace(item)
  local text = stock(item)
  if type(redis.pcall('HSET', item.key, 'stock', text, id, item.entry)) == 'table' then
    -- a full server refuses it, although it takes no more memory; not behind a removal
    redis.call('HDEL', item.key, id)
    redis.call('HSET', item.key, 'stock', text, id, item.entry)
  end
  sweep(item)
end

local function remove(item)
  redis.call('ZREM', item.deadlines, id)
  redis.call('HDEL', item.key, id)
  sweep(item)
  redis.call('HSET', item.key, 'stock', stock(item))
end

local function tidy(item)
  if item.stale then
    remove(item)
  elseif item.due and #item.due > 0 then
    sweep(item)
    redis.call('HSET', item.key, 'stock', stock(item))
  end
end

local reply = {status, replied}
for _, item in ipairs(items) do
  if item.removed then
    remove(item)
  elseif item.entry then
    if what == 'reserve' or what == 'restock' then
      add(item)
    else
      replace(item)
    end
  elseif what ~= 'look' or status == 7 then
    tidy(item)
  end
  table.insert(reply, item.available)
  table.insert(reply, item.held)
  table.insert(reply, item.confirmed)
end
return reply
