-- Replies its keys, a bar, and its arguments.
local all = {}
for _, key in ipairs(KEYS) do
  all[#all + 1] = key
end
all[#all + 1] = '|'
for _, argument in ipairs(ARGV) do
  all[#all + 1] = argument
end
return all
