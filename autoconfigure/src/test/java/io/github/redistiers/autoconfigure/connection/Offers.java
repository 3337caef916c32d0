package io.github.redistiers.autoconfigure.connection;

import org.springframework.data.repository.CrudRepository;

public interface Offers extends CrudRepository<Offer, String> {

}
