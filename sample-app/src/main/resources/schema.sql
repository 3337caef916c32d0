create table if not exists product (
	id bigint primary key,
	name varchar(100) not null,
	origin varchar(60) not null,
	grams integer not null,
	price numeric(8, 2) not null,
	hue integer not null
);
create index if not exists product_by_origin on product (origin, id);

create table if not exists order_line (
	order_id varchar(36) not null,
	product bigint not null,
	quantity integer not null,
	primary key (order_id, product)
);
