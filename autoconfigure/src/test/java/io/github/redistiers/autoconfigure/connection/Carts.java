package io.github.redistiers.autoconfigure.connection;

import org.springframework.data.repository.CrudRepository;

public interface Carts extends CrudRepository<Cart, String> {

}
